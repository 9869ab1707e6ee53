internal import TOMLKit

/// Turns what the parser gives into our own values, within bounds.
struct TOMLTree {
    private let log: ProblemLog

    /// Reads a whole document; what is out of bounds goes to `log` and is left out.
    static func read(_ root: TOMLTable, log: ProblemLog) -> [String: TOMLNode] {
        TOMLTree(log: log).table(root, path: "", depth: 1)
    }

    private func table(_ table: TOMLTable, path: String, depth: Int) -> [String: TOMLNode] {
        guard table.count <= ConfigurationLimits.maximumTableKeys else {
            log.report(
                path, found: "a table of \(table.count) keys",
                expected: "at most \(ConfigurationLimits.maximumTableKeys) keys")
            return [:]
        }
        var result: [String: TOMLNode] = [:]
        for key in table.keys {
            let keyPath = KeyPathText.join(path, key)
            if let value = table[key], let node = node(value, path: keyPath, depth: depth) { result[key] = node }
        }
        return result
    }

    private func node(_ value: any TOMLValueConvertible, path: String, depth: Int) -> TOMLNode? {
        guard depth < ConfigurationLimits.maximumDepth else {
            log.report(
                path, found: "nested too deep", expected: "at most \(ConfigurationLimits.maximumDepth) levels")
            return nil
        }
        return switch value.type {
        case .table: value.table.map { .table(table($0, path: path, depth: depth + 1)) }
        case .array: value.array.flatMap { array($0, path: path, depth: depth + 1) }
        case .string: value.string.flatMap { string($0, path: path) }
        case .int: value.int.map(TOMLNode.integer)
        case .bool: value.bool.map(TOMLNode.boolean)
        case .double, .date, .time, .dateTime: .other(value.type.description)
        }
    }

    private func array(_ array: TOMLArray, path: String, depth: Int) -> TOMLNode? {
        guard array.count <= ConfigurationLimits.maximumArrayElements else {
            log.report(
                path, found: "an array of \(array.count)",
                expected: "at most \(ConfigurationLimits.maximumArrayElements) elements")
            return nil
        }
        return .array(
            (0..<array.count).compactMap { node(array[$0], path: KeyPathText.join(path, $0), depth: depth) })
    }

    private func string(_ text: String, path: String) -> TOMLNode? {
        guard text.utf8.count <= ConfigurationLimits.maximumStringBytes else {
            log.report(
                path, found: "a string of \(text.utf8.count) bytes",
                expected: "at most \(ConfigurationLimits.maximumStringBytes) bytes")
            return nil
        }
        return .string(text)
    }
}
