/// Bytes that must not be shown: printing, debugging and dumping give a fixed text.
public struct SecretBytes: Hashable, Sendable {
    /// The secret itself. Give it to what needs it; never to a message.
    public let bytes: [UInt8]

    /// Wraps bytes.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Wraps the UTF-8 bytes of a text, for example a key in PEM form.
    public init(text: String) {
        bytes = Array(text.utf8)
    }

    /// The secret as text; bytes that are not UTF-8 are replaced.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A fixed text.
    public var description: String { "<secret>" }

    /// A fixed text.
    public var debugDescription: String { description }

    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}
