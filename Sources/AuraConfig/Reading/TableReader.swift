/// The keys that a table may have; the raw values are their names in the file.
protocol ConfigurationKey: RawRepresentable<String>, CaseIterable, Hashable, Sendable {}

/// A table with a known set of keys. Making one reports the keys that are not in the set.
struct TableReader<Key: ConfigurationKey> {
    let log: ProblemLog
    let path: String
    private let values: [String: TOMLNode]

    init(_ values: [String: TOMLNode], path: String = "", log: ProblemLog) {
        (self.values, self.path, self.log) = (values, path, log)
        for key in values.keys.sorted() where Key(rawValue: key) == nil { reportUnknown(key) }
    }

    /// The path of a key of this table.
    func path(of key: Key) -> String { KeyPathText.join(path, key.rawValue) }

    /// The value at a key as it is.
    subscript(key: Key) -> TOMLNode? { values[key.rawValue] }

    /// A value that must be there; `nil` when it is not or is bad, which is reported.
    func required<Value>(_ key: Key, _ rule: ValueRule<Value>) -> Value? {
        guard let node = self[key] else {
            log.report(path(of: key), found: "missing", expected: rule.expected)
            return nil
        }
        return read(node, at: path(of: key), rule)
    }

    /// A value with a default; `nil` only when what is there is bad, which is reported.
    func optional<Value>(_ key: Key, _ rule: ValueRule<Value>, default standard: Value) -> Value? {
        guard let node = self[key] else { return standard }
        return read(node, at: path(of: key), rule)
    }

    /// A list of values with a default; `nil` only when it or an element is bad, which is reported.
    func list<Value>(
        _ key: Key, of rule: ValueRule<Value>, count: ClosedRange<Int>, default standard: [Value]
    ) -> [Value]? {
        guard let node = self[key] else { return standard }
        guard case .array(let nodes) = node, count.contains(nodes.count) else {
            let expected = "an array of \(count.lowerBound) to \(count.upperBound), each \(rule.expected)"
            log.report(path(of: key), found: node.summary, expected: expected)
            return nil
        }
        let elements = nodes.enumerated().map { read($1, at: KeyPathText.join(path(of: key), $0), rule) }
        let good = elements.compactMap(\.self)
        return good.count == nodes.count ? good : nil
    }

    /// An inner table; a missing one reads as empty, so that its required keys are reported one by one.
    func table<Inner>(_ key: Key, of inner: Inner.Type = Inner.self) -> TableReader<Inner> {
        switch self[key] {
        case .table(let values): return TableReader<Inner>(values, path: path(of: key), log: log)
        case nil: break
        case let other?:
            log.report(
                path(of: key), found: other.summary, expected: "a table", suggestion: "write [\(path(of: key))]")
        }
        return TableReader<Inner>([:], path: path(of: key), log: log)
    }

    /// The blocks of an array of tables; `nil` when it is something else, which is reported.
    func blocks<Inner>(_ key: Key, of inner: Inner.Type = Inner.self) -> [TableReader<Inner>]? {
        guard let node = self[key] else { return [] }
        guard case .array(let nodes) = node else {
            log.report(path(of: key), FlatSplit.rejection(list: path(of: key), node))
            return nil
        }
        var readers: [TableReader<Inner>] = []
        for (index, element) in nodes.enumerated() {
            guard case .table(let values) = element else {
                log.report(path(of: key), FlatSplit.rejection(list: path(of: key), node))
                return nil
            }
            readers.append(TableReader<Inner>(values, path: KeyPathText.join(path(of: key), index), log: log))
        }
        return readers
    }

    private func read<Value>(_ node: TOMLNode, at path: String, _ rule: ValueRule<Value>) -> Value? {
        do {
            return try rule.read(node)
        } catch {
            log.report(path, error)
            return nil
        }
    }

    private func reportUnknown(_ key: String) {
        let path = KeyPathText.join(path, key)
        if let node = values[key], let list = FlatSplit.list(for: key) {
            return log.report(path, FlatSplit.rejection(list: list, node))
        }
        let known = Key.allCases.map(\.rawValue)
        log.report(
            path, found: "unknown key", expected: "one of " + known.joined(separator: ", "),
            suggestion: NearestName.of(key, among: known).map { "did you mean `\($0)`?" })
    }
}
