internal import AuraPKI
internal import AuraWire

/// The payload of messages 2 and 3: who the sender is, proved by a signature over the handshake so far
/// (PROTOCOL.md, "Identity").
struct IdentityProof: Sendable {
    /// The sender's certificate in DER.
    let certificate: [UInt8]
    /// Its Ed25519 signature over ``signedBytes(role:handshakeHash:)``.
    let signature: [UInt8]
    /// The session that a client wants to go on with, or nothing.
    let resumedSession: [UInt8]
    /// The server's clock, which the client's next first message will go by.
    let time: WallTime?

    private enum Field: UInt8 {
        case padding = 0
        case certificate = 1
        case signature = 2
        case resumedSession = 3
        case time = 4
    }

    /// Signs the handshake with `identity`.
    init(
        of identity: Identity, role: Role, handshakeHash: [UInt8], resuming session: SessionID? = nil,
        time: WallTime? = nil
    ) throws(HandshakeFailure) {
        certificate = identity.certificateDER
        resumedSession = session?.bytes ?? []
        self.time = time
        do {
            signature = try identity.sign(Self.signedBytes(role: role, handshakeHash: handshakeHash))
        } catch {
            throw .signing("\(error)")
        }
    }

    init(decoding payload: [UInt8]) throws(WireError) {
        var fields: [UInt8: [UInt8]] = [:]
        for record in try Record.decode(payload[...]) { fields[record.type] = Array(record.value) }
        guard let certificate = fields[Field.certificate.rawValue] else { throw .truncated("certificate") }
        guard let signature = fields[Field.signature.rawValue] else { throw .truncated("signature") }
        self.certificate = certificate
        self.signature = signature
        resumedSession = fields[Field.resumedSession.rawValue] ?? []
        time = try fields[Field.time.rawValue].map(Self.time)
    }

    private static func time(_ value: [UInt8]) throws(WireError) -> WallTime {
        var reader = ByteReader(value)
        let time = WallTime(milliseconds: try reader.integer("time"))
        try reader.end()
        return time
    }

    /// The payload with `padding` bytes, at least 3 or none, that mean nothing.
    func encoded(padding: Int) -> [UInt8] {
        var records = [
            Record(type: Field.certificate.rawValue, value: certificate),
            Record(type: Field.signature.rawValue, value: signature),
        ]
        if !resumedSession.isEmpty {
            records.append(Record(type: Field.resumedSession.rawValue, value: resumedSession))
        }
        if let time {
            var writer = ByteWriter(capacity: 8)
            writer.integer(time.milliseconds)
            records.append(Record(type: Field.time.rawValue, value: writer.output))
        }
        if padding >= 3 {
            records.append(Record(type: Field.padding.rawValue, value: repeatElement(0, count: padding - 3)))
        }
        return Record.encode(records)
    }

    /// Checks the proof; returns who the sender is.
    func verify(with verifier: PeerVerifier, handshakeHash: [UInt8], at time: WallTime) throws(PeerRejection)
        -> VerifiedPeer
    {
        let message = Self.signedBytes(role: verifier.expected.role, handshakeHash: handshakeHash)
        return try verifier.verify(leaf: certificate, signature: signature, over: message, now: time.date)
    }

    /// The context string keeps a signature made here from meaning anything elsewhere, and one role's from being the
    /// other's.
    static func signedBytes(role: Role, handshakeHash: [UInt8]) -> [UInt8] {
        let context =
            switch role {
            case .server: "aura/1 server handshake signature"
            case .client: "aura/1 client handshake signature"
            }
        return Array(context.utf8) + [0] + handshakeHash
    }
}
