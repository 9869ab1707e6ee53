public import AuraCrypto
public import Crypto
internal import Foundation

/// One side of a Noise handshake in progress (Noise revision 34, section 5.3, `HandshakeState`).
///
/// Messages are written and read in turn; after the last, ``finish()`` gives the transport keys.
public struct NoiseHandshake: ~Copyable {
    /// Which side this is.
    public enum Side: Sendable {
        case initiator, responder
    }

    private let pattern: HandshakePattern
    private let side: Side
    private let keys: HandshakeKeySource
    private let staticKey: Curve25519.KeyAgreement.PrivateKey
    private var state: NoiseSymmetricState
    private var nextMessage = 0
    private var ephemeral: Curve25519.KeyAgreement.PrivateKey?
    private var remoteEphemeral: Curve25519.KeyAgreement.PublicKey?
    private var remoteStatic: Curve25519.KeyAgreement.PublicKey?
    private var kemKey: MLKEM768.PrivateKey?
    private var remoteKEMKey: MLKEM768.PublicKey?

    /// Starts a handshake. Both sides must give the same `prologue`.
    public init(
        _ pattern: HandshakePattern, as side: Side, prologue: [UInt8], staticKey: Curve25519.KeyAgreement.PrivateKey,
        keys: HandshakeKeySource = .random
    ) {
        self.pattern = pattern
        self.side = side
        self.keys = keys
        self.staticKey = staticKey
        state = NoiseSymmetricState(protocolName: pattern.protocolName)
        state.mixHash(prologue)
    }

    /// Writes the next message with `payload`.
    public mutating func write(_ payload: [UInt8]) throws(NoiseError) -> [UInt8] {
        try writeKeys() + writePayload(payload)
    }

    /// Writes the key fields of the next message. ``handshakeHash`` then stands as the payload may sign it.
    public mutating func writeKeys() throws(NoiseError) -> [UInt8] {
        var message: [UInt8] = []
        for token in try takeTurn(of: side) { message += try write(token) }
        return message
    }

    /// Writes the payload that ends the message begun with ``writeKeys()``.
    public mutating func writePayload(_ payload: [UInt8]) -> [UInt8] {
        state.encryptAndHash(payload)
    }

    /// Reads the next message; returns its payload, and the handshake hash that its writer saw before the payload.
    public mutating func read(_ message: [UInt8]) throws(NoiseError) -> (payload: [UInt8], handshakeHash: [UInt8]) {
        var rest = message[...]
        for token in try takeTurn(of: side == .initiator ? .responder : .initiator) { try read(token, from: &rest) }
        let hash = state.handshakeHash
        return (try state.decryptAndHash(Array(rest)), hash)
    }

    /// The transport keys, the initiator's sending key first. Throws before the last message.
    public consuming func finish() throws(NoiseError) -> (initiator: SymmetricKey, responder: SymmetricKey) {
        guard nextMessage == pattern.messages.count else { throw .outOfTurn }
        return state.split()
    }

    /// The handshake hash so far; after the last message, the channel binding of the session (section 11.2).
    public var handshakeHash: [UInt8] { state.handshakeHash }

    /// The tokens of the next message, if it is `writer`'s turn to write it.
    private mutating func takeTurn(of writer: Side) throws(NoiseError) -> [HandshakePattern.Token] {
        let due: Side = nextMessage % 2 == 0 ? .initiator : .responder
        guard nextMessage < pattern.messages.count, writer == due else { throw .outOfTurn }
        defer { nextMessage += 1 }
        return pattern.messages[nextMessage]
    }
}

extension NoiseHandshake {
    /// Length of an X25519 public key.
    private static var keyLength: Int { 32 }
    /// Length of an ML-KEM-768 public key (FIPS 203, table 3).
    private static var kemKeyLength: Int { 1_184 }
    /// Length of an ML-KEM-768 ciphertext (FIPS 203, table 3).
    private static var kemCiphertextLength: Int { 1_088 }

    private mutating func write(_ token: HandshakePattern.Token) throws(NoiseError) -> [UInt8] {
        switch token {
        case .e:
            let key = keys.keyAgreement()
            ephemeral = key
            let bytes = Array(key.publicKey.rawRepresentation)
            state.mixHash(bytes)
            return bytes
        case .e1:
            let key = try Self.checked(keys.encapsulation)
            kemKey = key
            return state.encryptAndHash(Array(key.publicKey.rawRepresentation))
        case .ekem1:
            guard let remoteKEMKey else { throw .outOfTurn }
            let result = try Self.checked { [keys] in try keys.encapsulate(remoteKEMKey) }
            let output = state.encryptAndHash(Array(result.encapsulated))
            state.mixKey(result.sharedSecret)
            return output
        case .s: return state.encryptAndHash(Array(staticKey.publicKey.rawRepresentation))
        case .ee, .es, .se:
            try mixAgreement(token)
            return []
        }
    }

    private mutating func read(_ token: HandshakePattern.Token, from message: inout ArraySlice<UInt8>)
        throws(NoiseError)
    {
        switch token {
        case .e:
            let bytes = try Self.take(Self.keyLength, from: &message)
            remoteEphemeral = try Self.checked { try .init(rawRepresentation: bytes) }
            state.mixHash(bytes)
        case .e1:
            let bytes = try takeSealed(Self.kemKeyLength, keyed: false, from: &message)
            remoteKEMKey = try Self.checked { try .init(rawRepresentation: bytes) }
        case .ekem1:
            let ciphertext = try takeSealed(Self.kemCiphertextLength, keyed: true, from: &message)
            guard let kemKey else { throw .outOfTurn }
            state.mixKey(try Self.checked { try kemKey.decapsulate(ciphertext) })
        case .s:
            let bytes = try takeSealed(Self.keyLength, keyed: true, from: &message)
            remoteStatic = try Self.checked { try .init(rawRepresentation: bytes) }
        case .ee, .es, .se: try mixAgreement(token)
        }
    }

    /// The Diffie-Hellman of `ee`, `es` or `se`. The library refuses an all-zero result.
    private mutating func mixAgreement(_ token: HandshakePattern.Token) throws(NoiseError) {
        let usesOwnStatic = side == .initiator ? token == .se : token == .es
        let usesTheirStatic = side == .initiator ? token == .es : token == .se
        guard let own = usesOwnStatic ? staticKey : ephemeral,
            let theirs = usesTheirStatic ? remoteStatic : remoteEphemeral
        else { throw .outOfTurn }
        state.mixKey(try Self.checked { try own.sharedSecretFromKeyAgreement(with: theirs) })
    }

    /// Takes `count` bytes of content, and their tag when the state has a key by then.
    private mutating func takeSealed(
        _ count: Int, keyed: Bool, from message: inout ArraySlice<UInt8>
    ) throws(NoiseError) -> [UInt8] {
        try state.decryptAndHash(Self.take(count + (keyed ? PacketKey.tagLength : 0), from: &message))
    }

    private static func take(_ count: Int, from message: inout ArraySlice<UInt8>) throws(NoiseError) -> [UInt8] {
        guard message.count >= count else { throw .truncated }
        defer { message = message.dropFirst(count) }
        return Array(message.prefix(count))
    }

    /// Whatever the crypto library objects to is a bad key.
    private static func checked<R>(_ body: () throws -> R) throws(NoiseError) -> R {
        do { return try body() } catch { throw .badKey }
    }
}
