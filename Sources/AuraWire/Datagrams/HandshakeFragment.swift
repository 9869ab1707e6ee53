/// A piece of a handshake message (PROTOCOL.md, "Handshake fragments"):
/// `type(1) message(1) index(1) count(1) sender index(4) receiver index(4) attempt(1) zero(3)`, then the piece.
public struct HandshakeFragment: Hashable, Sendable {
    /// Length of the fields before the piece, in bytes.
    public static let headerLength = 16
    /// Pieces in one message, at most.
    public static let maximumCount = 4
    /// Bytes in one piece, at most, so that a sealed datagram stays within 1,200 bytes.
    public static let maximumBody = 1_144
    /// Bytes in one handshake message, at most.
    public static let maximumMessage = maximumCount * maximumBody

    /// The message it belongs to: 1, 2 or 3.
    public let message: UInt8
    /// Its place among the pieces, from 0.
    public let index: UInt8
    /// The number of pieces, 1...``maximumCount``.
    public let count: UInt8
    /// The index that its sender chose for itself in this handshake.
    public let senderIndex: UInt32
    /// The index that its receiver chose, 0 in message 1, when it is not known yet.
    public let receiverIndex: UInt32
    /// How often the message has been sent before: a receiver answers each number once.
    public let attempt: UInt8
    /// The piece, 1...``maximumBody`` bytes.
    public let body: ArraySlice<UInt8>

    /// Makes a fragment from its parts.
    public init(
        message: UInt8, index: UInt8, count: UInt8, senderIndex: UInt32, receiverIndex: UInt32, attempt: UInt8,
        body: ArraySlice<UInt8>
    ) {
        self.message = message
        self.index = index
        self.count = count
        self.senderIndex = senderIndex
        self.receiverIndex = receiverIndex
        self.attempt = attempt
        self.body = body
    }

    /// Decodes a whole datagram. Throws unless each field is in range and the reserved bytes are zero.
    public init(decoding datagram: [UInt8]) throws(WireError) {
        var reader = ByteReader(datagram)
        try reader.expect(DatagramType.handshake.rawValue, "type")
        message = try reader.integer("message", in: 1...3)
        index = try reader.integer("index")
        count = try reader.integer("count", in: 1...UInt8(Self.maximumCount))
        guard index < count else { throw .invalid("index") }
        senderIndex = try reader.integer("sender index")
        receiverIndex = try reader.integer("receiver index")
        attempt = try reader.integer("attempt")
        for _ in 0..<3 { try reader.expect(0, "reserved") }
        body = reader.rest()
        guard (1...Self.maximumBody).contains(body.count) else { throw .invalid("body") }
    }

    /// The datagram.
    public var encoded: [UInt8] {
        var writer = ByteWriter(capacity: Self.headerLength + body.count)
        writer.integer(DatagramType.handshake.rawValue)
        for byte in [message, index, count] { writer.integer(byte) }
        writer.integer(senderIndex)
        writer.integer(receiverIndex)
        for byte in [attempt, 0, 0, 0] { writer.integer(byte) }
        writer.bytes(body)
        return writer.output
    }
}
