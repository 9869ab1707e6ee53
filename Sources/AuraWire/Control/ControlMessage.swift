/// What the two ends of a session say to each other beside packets (PROTOCOL.md, "Control messages").
/// One byte of type, then the message's own fields.
public enum ControlMessage: Hashable, Sendable {
    /// The server's first word: addresses and settings.
    case welcome(Welcome)
    /// Asks for a pong with the same token; `padding` zero bytes follow, and the pong carries as many. Like a packet, it
    /// moves the session to the path that it comes over.
    case ping(token: UInt64, padding: Int)
    /// Answers a ping.
    case pong(token: UInt64, padding: Int)
    /// The sender is leaving; nothing more will come.
    case goodbye(GoodbyeReason)
    /// The server asks the client, who alone starts handshakes, for new keys.
    case rekeyRequest
    /// Asks whether a path carries so much: answered over the path that it came over, with the same token and as much
    /// padding. The session stays where it is.
    case probe(token: UInt64, padding: Int)
    /// Answers a probe.
    case probeReply(token: UInt64, padding: Int)
    /// The server has a manifest with this serial number, of `size` bytes.
    case manifestNews(serial: UInt64, size: UInt32)
    /// The client asks for parts of the manifest from `offset` on; an offset at its end says that the client has it.
    case manifestRequest(serial: UInt64, offset: UInt32)
    /// The bytes of the manifest that begin at `offset`: 1 to ``maximumManifestPart``.
    case manifestPart(serial: UInt64, offset: UInt32, bytes: [UInt8])

    /// Bytes of a ping, a pong, a probe or its reply without padding.
    public static let tokenLength = 9
    /// The most bytes of a manifest in one message. The datagram is then 1,200 bytes long like a sealed fragment of a
    /// handshake, so that every path that a session can come about on carries it.
    public static let maximumManifestPart = 1_154

    /// True for the bytes of a message about a path that leaves the session where it is. Looks at the type only.
    public static func leavesSessionInPlace(_ type: UInt8) -> Bool { type == 6 || type == 7 }

    /// Decodes a message; throws for unknown types too, which receivers ignore and count.
    public init(decoding bytes: ArraySlice<UInt8>) throws(WireError) {
        var reader = ByteReader(bytes)
        let type: UInt8 = try reader.integer("control type")
        switch type {
        case 1: self = .welcome(try Welcome(decoding: reader.rest()))
        case 2: self = .ping(token: try reader.integer("token"), padding: reader.rest().count)
        case 3: self = .pong(token: try reader.integer("token"), padding: reader.rest().count)
        case 4:
            self = .goodbye(GoodbyeReason(rawValue: try reader.integer("reason")) ?? .other)
            try reader.end()
        case 5:
            self = .rekeyRequest
            try reader.end()
        case 6: self = .probe(token: try reader.integer("token"), padding: reader.rest().count)
        case 7: self = .probeReply(token: try reader.integer("token"), padding: reader.rest().count)
        case 8...10: self = try Self.manifest(type, &reader)
        default: throw .invalid("control type")
        }
    }

    private static func manifest(_ type: UInt8, _ reader: inout ByteReader) throws(WireError) -> ControlMessage {
        let serial: UInt64 = try reader.integer("serial")
        let number: UInt32 = try reader.integer(type == 8 ? "size" : "offset")
        guard type != 10 else {
            guard reader.remaining > 0 else { throw .truncated("part") }
            guard reader.remaining <= maximumManifestPart else { throw .invalid("length of part") }
            return .manifestPart(serial: serial, offset: number, bytes: Array(reader.rest()))
        }
        try reader.end()
        return type == 8
            ? .manifestNews(serial: serial, size: number) : .manifestRequest(serial: serial, offset: number)
    }

    /// The message's bytes.
    public var encoded: [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .welcome(let welcome):
            writer.integer(1 as UInt8)
            writer.bytes(welcome.encoded)
        case .ping(let token, let padding): Self.write(2, token, padding, to: &writer)
        case .pong(let token, let padding): Self.write(3, token, padding, to: &writer)
        case .goodbye(let reason):
            writer.integer(4 as UInt8)
            writer.integer(reason.rawValue)
        case .rekeyRequest: writer.integer(5 as UInt8)
        case .probe(let token, let padding): Self.write(6, token, padding, to: &writer)
        case .probeReply(let token, let padding): Self.write(7, token, padding, to: &writer)
        case .manifestNews(let serial, let size): Self.write(8, serial, size, to: &writer)
        case .manifestRequest(let serial, let offset): Self.write(9, serial, offset, to: &writer)
        case .manifestPart(let serial, let offset, let bytes):
            Self.write(10, serial, offset, to: &writer)
            writer.bytes(bytes)
        }
        return writer.output
    }

    private static func write(_ type: UInt8, _ token: UInt64, _ padding: Int, to writer: inout ByteWriter) {
        writer.integer(type)
        writer.integer(token)
        writer.bytes(repeatElement(0, count: max(padding, 0)))
    }

    private static func write(_ type: UInt8, _ serial: UInt64, _ number: UInt32, to writer: inout ByteWriter) {
        writer.integer(type)
        writer.integer(serial)
        writer.integer(number)
    }
}

/// Why a peer says goodbye.
public enum GoodbyeReason: UInt8, Sendable {
    /// A reason that this version does not know.
    case other = 0
    /// The process is stopping.
    case shutdown = 1
    /// Another session of the same client took its place.
    case replaced = 2
    /// The server has no inner address left.
    case noAddress = 3
    /// The client's certificate was revoked or has expired.
    case notTrusted = 4
    /// The server has as many clients as it allows.
    case full = 5
}

extension GoodbyeReason {
    /// The reason in words, for logs: what the peer might add after "goodbye".
    public var explanation: String {
        switch self {
        case .other: "for a reason that this version does not know"
        case .shutdown: "it is stopping"
        case .replaced: "another session of this client took its place"
        case .noAddress: "it has no inner address left"
        case .notTrusted: "it does not accept the client's certificate"
        case .full: "it has as many clients as it allows"
        }
    }
}
