/// What a server hands to its clients through their sessions. What is in the bytes is no business of a session: clients
/// verify them like those that they have from elsewhere.
public struct OfferedManifest: Hashable, Sendable {
    /// The most bytes that a server hands out and a client takes.
    public static let maximumBytes = 1 << 20

    /// Tells newer from older: clients ask only for a higher number than they know.
    public let serial: UInt64
    /// The manifest, 1 to ``maximumBytes`` bytes; any other is not handed out.
    public let bytes: [UInt8]

    /// Puts the two together.
    public init(serial: UInt64, bytes: [UInt8]) {
        self.serial = serial
        self.bytes = bytes
    }

    var isFit: Bool { (1...Self.maximumBytes).contains(bytes.count) }

    var size: UInt32 { UInt32(clamping: bytes.count) }
}
