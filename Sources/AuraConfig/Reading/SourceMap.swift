/// The lines on which the keys of a TOML document stand.
struct SourceMap {
    private var lines: [String: Int] = [:]
    private var path: [String] = []
    /// Blocks seen so far of each array of tables.
    private var blocks: [String: Int] = [:]

    /// Notes what stands at the start of a statement, up to the end of its line; false when it is a malformed header.
    mutating func note(_ statement: ArraySlice<UInt8>, line: Int) -> Bool {
        guard statement.first == UInt8(ascii: "[") else {
            if let key = KeyText.parse(statement, until: UInt8(ascii: "=")), isInBounds(key) {
                record(indexed(path + key), line: line)
            }
            return true
        }
        let inner = statement.dropFirst()
        let isBlock = inner.first == UInt8(ascii: "[")
        guard let key = KeyText.parse(isBlock ? inner.dropFirst() : inner, until: UInt8(ascii: "]")) else {
            return false
        }
        guard isInBounds(key) else { return true }
        path = key
        if isBlock { blocks[indexed(key, open: true), default: 0] += 1 }
        record(indexed(key), line: line)
        return true
    }

    /// The line of a key, or of the nearest table or array around it.
    func line(of keyPath: String) -> Int? {
        var candidate = Substring(keyPath)
        while !candidate.isEmpty {
            if let line = lines[String(candidate)] { return line }
            guard let end = candidate.lastIndex(where: { $0 == "." || $0 == "[" }) else { return nil }
            candidate = candidate[..<end]
        }
        return nil
    }

    /// Longer keys are refused for their dots; the work on one grows with the square of its parts.
    private func isInBounds(_ key: [String]) -> Bool { key.count <= ConfigurationLimits.maximumDepth + 1 }

    private mutating func record(_ keyPath: String, line: Int) {
        if lines[keyPath] == nil { lines[keyPath] = line }
    }

    /// The path as problems write it, each array of tables with the number of its last block; `open` leaves out the
    /// number of the last part.
    private func indexed(_ parts: [String], open: Bool = false) -> String {
        var text = ""
        for (position, part) in parts.enumerated() {
            text += text.isEmpty ? part : "." + part
            if let count = blocks[text], !(open && position == parts.count - 1) { text += "[\(count - 1)]" }
        }
        return text
    }
}
