internal import AuraWire

/// The payload of message 1, which Noise leaves in clear and the outer layer hides (PROTOCOL.md, "Message 1"):
/// `version(1) time(8) cookie length(1) cookie`, then padding that means nothing.
struct FirstMessage: Sendable {
    /// The protocol's version.
    static let version: UInt8 = 1

    /// The client's clock, in milliseconds since 1970.
    let timestamp: UInt64
    /// What the server asked to see, or nothing.
    let cookie: [UInt8]

    init(timestamp: UInt64, cookie: [UInt8]) {
        self.timestamp = timestamp
        self.cookie = cookie
    }

    init(decoding payload: ArraySlice<UInt8>) throws(WireError) {
        var reader = ByteReader(payload)
        try reader.expect(Self.version, "version")
        timestamp = try reader.integer("time")
        let length: UInt8 = try reader.integer("cookie length")
        guard length == 0 || length == CookieReply.cookieLength else { throw .invalid("cookie length") }
        cookie = Array(try reader.bytes(Int(length), "cookie"))
    }

    /// The payload, padded with zero bytes to `length` if it is shorter.
    func encoded(length: Int) -> [UInt8] {
        var writer = ByteWriter(capacity: length)
        writer.integer(Self.version)
        writer.integer(timestamp)
        writer.integer(UInt8(cookie.count))
        writer.bytes(cookie)
        writer.bytes(repeatElement(0, count: max(0, length - writer.output.count)))
        return writer.output
    }
}
