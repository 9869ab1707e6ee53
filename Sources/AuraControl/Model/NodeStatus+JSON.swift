public import Foundation

extension NodeStatus {
    /// How the JSON text is laid out; the keys are sorted either way, so that two answers can be compared by line.
    public enum JSONLayout: Sendable {
        /// Indented, for people and for `curl`.
        case pretty
        /// On one line, for a stream of answers.
        case line
    }

    /// The JSON text of this status, UTF-8, without a line end.
    ///
    /// Throws `EncodingError` when a number is not finite.
    public func json(_ layout: JSONLayout = .pretty) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if layout == .pretty { encoder.outputFormatting.insert(.prettyPrinted) }
        return try encoder.encode(self)
    }

    /// Reads a status from JSON text. Throws `DecodingError` when it is not one.
    public init(json: Data) throws {
        self = try JSONDecoder().decode(NodeStatus.self, from: json)
    }
}
