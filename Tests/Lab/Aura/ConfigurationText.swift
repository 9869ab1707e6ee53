internal import Foundation

/// A text file made by `aura`, and where it is TOML, means to change single keys in it.
public struct ConfigurationText: Sendable {
    /// Where it is.
    public let path: String

    /// - Parameter path: An existing file.
    public init(path: String) { self.path = path }

    /// The file's text.
    public func read() throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw LabError.missing(path, advice: "aura did not write it")
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// Replaces the text, keeping the mode.
    public func write(_ text: String) throws {
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        defer { try? handle.close() }
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(text.utf8))
    }

    /// Makes the file, or puts another one in its place: whoever reads it sees the old text or the new one.
    public func replace(with text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    /// Sets a key of a section to a TOML value, adding the key or the section when it is not there.
    public func set(_ key: String, in section: String, to value: String) throws {
        var lines = try read().components(separatedBy: "\n")
        let line = "\(key) = \(value)"
        guard let head = lines.firstIndex(of: "[\(section)]") else {
            return try write((lines + ["[\(section)]", line, ""]).joined(separator: "\n"))
        }
        let end = lines[(head + 1)...].firstIndex { $0.hasPrefix("[") } ?? lines.endIndex
        if let index = lines[head..<end].firstIndex(where: { Self.sets(key, $0) }) {
            lines[index] = line
        } else {
            lines.insert(line, at: head + 1)
        }
        try write(lines.joined(separator: "\n"))
    }

    /// The value of a key in a section as it is written, without quotes; `nil` when it is not there.
    public func value(of key: String, in section: String) throws -> String? {
        let lines = try read().components(separatedBy: "\n")
        guard let head = lines.firstIndex(of: "[\(section)]") else { return nil }
        let body = lines[(head + 1)...].prefix { !$0.hasPrefix("[") }
        return body.first { Self.sets(key, $0) }
            .flatMap { $0.split(separator: "=", maxSplits: 1).last }
            .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "\" ")) }
    }

    /// A PEM block of the profile's `[pki]` section: "ca", "certificate" or "key".
    public func pem(_ key: String) throws -> String {
        let text = try read()
        guard let (range, _) = Self.pemRange(key, in: text) else {
            throw LabError.unreadable("[pki] \(key) of \(path)", found: text)
        }
        return String(text[range])
    }

    /// Replaces a PEM block of the profile's `[pki]` section.
    public func setPEM(_ key: String, to pem: String) throws {
        var text = try read()
        guard let (range, _) = Self.pemRange(key, in: text) else {
            throw LabError.unreadable("[pki] \(key) of \(path)", found: text)
        }
        text.replaceSubrange(range, with: pem.hasSuffix("\n") ? pem : pem + "\n")
        try write(text)
    }

    private static func sets(_ key: String, _ line: String) -> Bool {
        let parts = line.split(separator: "=", maxSplits: 1)
        return parts.count == 2 && parts[0].trimmingCharacters(in: .whitespaces) == key
    }

    /// The text between the triple quotes of `key = """`.
    private static func pemRange(_ key: String, in text: String) -> (Range<String.Index>, quote: String)? {
        for quote in ["\"\"\"", "'''"] {
            guard let start = text.range(of: "\n\(key) = \(quote)\n"),
                let end = text.range(of: quote, range: start.upperBound..<text.endIndex)
            else { continue }
            return (start.upperBound..<end.lowerBound, quote)
        }
        return nil
    }
}
