/// The answer of a busy server to a first message: prove your address by sending this back (PROTOCOL.md, "Cookies").
/// `type(1) zero(3) receiver index(4) cookie(16)`, then padding that means nothing.
public struct CookieReply: Hashable, Sendable {
    /// Length of a cookie in bytes.
    public static let cookieLength = 16

    /// The index that the client chose in its first message.
    public let receiverIndex: UInt32
    /// The proof to put into the next first message.
    public let cookie: [UInt8]

    /// Makes a reply; `cookie` is ``cookieLength`` bytes.
    public init(receiverIndex: UInt32, cookie: [UInt8]) {
        self.receiverIndex = receiverIndex
        self.cookie = cookie
    }

    /// Decodes a datagram; whatever follows the cookie is padding.
    public init(decoding datagram: [UInt8]) throws(WireError) {
        var reader = ByteReader(datagram)
        try reader.expect(DatagramType.cookie.rawValue, "type")
        for _ in 0..<3 { try reader.expect(0, "reserved") }
        receiverIndex = try reader.integer("receiver index")
        cookie = Array(try reader.bytes(Self.cookieLength, "cookie"))
    }

    /// The datagram with `padding` zero bytes behind the cookie.
    public func encoded(padding: Int) -> [UInt8] {
        var writer = ByteWriter(capacity: 24 + padding)
        writer.integer(DatagramType.cookie.rawValue)
        for _ in 0..<3 { writer.integer(UInt8(0)) }
        writer.integer(receiverIndex)
        writer.bytes(cookie)
        writer.bytes(repeatElement(0, count: max(padding, 0)))
        return writer.output
    }
}
