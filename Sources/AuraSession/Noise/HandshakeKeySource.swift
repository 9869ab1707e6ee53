public import Crypto

/// Where a handshake's fresh keys come from: the system's random source, or fixed values in a worked example.
public struct HandshakeKeySource: Sendable {
    var keyAgreement: @Sendable () -> Curve25519.KeyAgreement.PrivateKey
    var encapsulation: @Sendable () throws -> MLKEM768.PrivateKey
    var encapsulate: @Sendable (MLKEM768.PublicKey) throws -> KEM.EncapsulationResult

    /// Fresh random keys each time.
    public static let random = HandshakeKeySource(
        keyAgreement: { Curve25519.KeyAgreement.PrivateKey() },
        encapsulation: { try MLKEM768.PrivateKey() },
        encapsulate: { try $0.encapsulate() })

    /// Takes the three makers of keys as they are.
    public init(
        keyAgreement: @escaping @Sendable () -> Curve25519.KeyAgreement.PrivateKey,
        encapsulation: @escaping @Sendable () throws -> MLKEM768.PrivateKey,
        encapsulate: @escaping @Sendable (MLKEM768.PublicKey) throws -> KEM.EncapsulationResult
    ) {
        self.keyAgreement = keyAgreement
        self.encapsulation = encapsulation
        self.encapsulate = encapsulate
    }
}
