/// The keys that a table may have; the raw values are their names in the file.
package protocol ConfigurationKey: RawRepresentable<String>, CaseIterable, Hashable, Sendable {}

/// What becomes of keys that a table should not have.
package enum UnknownKeys {
    /// They are problems: in files that people write, they are mistakes.
    case refused
    /// They are passed over: in what is signed for many readers, they are for newer ones.
    case ignored
}

/// A table with a known set of keys. Making one reports the keys that are not in the set, unless they are ignored.
package struct TableReader<Key: ConfigurationKey> {
    package let log: ProblemLog
    package let path: String
    private let values: [String: TOMLNode]
    private let unknown: UnknownKeys

    package init(
        _ values: [String: TOMLNode], path: String = "", unknown: UnknownKeys = .refused, log: ProblemLog
    ) {
        (self.values, self.path, self.unknown, self.log) = (values, path, unknown, log)
        guard unknown == .refused else { return }
        for key in values.keys.sorted() where Key(rawValue: key) == nil { reportUnknown(key) }
    }

    /// The path of a key of this table.
    package func path(of key: Key) -> String { KeyPathText.join(path, key.rawValue) }

    /// The value at a key as it is.
    package subscript(key: Key) -> TOMLNode? { values[key.rawValue] }

    /// A value that must be there; `nil` when it is not or is bad, which is reported.
    package func required<Value>(_ key: Key, _ rule: ValueRule<Value>) -> Value? {
        guard let node = self[key] else {
            log.report(path(of: key), found: "missing", expected: rule.expected)
            return nil
        }
        return read(node, at: path(of: key), rule)
    }

    /// A value with a default; `nil` only when what is there is bad, which is reported.
    package func optional<Value>(_ key: Key, _ rule: ValueRule<Value>, default standard: Value) -> Value? {
        guard let node = self[key] else { return standard }
        return read(node, at: path(of: key), rule)
    }

    /// A list of values with a default; `nil` only when it or an element is bad, which is reported.
    package func list<Value>(
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
    package func table<Inner>(_ key: Key, of inner: Inner.Type = Inner.self) -> TableReader<Inner> {
        switch self[key] {
        case .table(let values): return TableReader<Inner>(values, path: path(of: key), unknown: unknown, log: log)
        case nil: break
        case let other?:
            log.report(
                path(of: key), found: other.summary, expected: "a table", suggestion: "write [\(path(of: key))]")
        }
        return TableReader<Inner>([:], path: path(of: key), unknown: unknown, log: log)
    }

    /// The blocks of an array of tables; `nil` when it is something else, which is reported.
    package func blocks<Inner>(_ key: Key, of inner: Inner.Type = Inner.self) -> [TableReader<Inner>]? {
        guard let node = self[key] else { return [] }
        guard case .array(let nodes) = node else {
            log.report(path(of: key), Self.noBlocks(path(of: key), node))
            return nil
        }
        var readers: [TableReader<Inner>] = []
        for (index, element) in nodes.enumerated() {
            guard case .table(let values) = element else {
                log.report(path(of: key), Self.noBlocks(path(of: key), node))
                return nil
            }
            let path = KeyPathText.join(path(of: key), index)
            readers.append(TableReader<Inner>(values, path: path, unknown: unknown, log: log))
        }
        return readers
    }

    private static func noBlocks(_ path: String, _ node: TOMLNode) -> Rejection {
        if FlatSplit.lists.contains(path) { return FlatSplit.rejection(list: path, node) }
        return Rejection(found: node.hiddenSummary, expected: "[[\(path)]] blocks")
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
