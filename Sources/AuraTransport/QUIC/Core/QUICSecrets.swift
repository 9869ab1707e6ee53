internal import Crypto

/// The keys that come of a listener's one secret, by HKDF-SHA256 with a label each.
struct QUICSecrets {
    static let length = 32

    /// For stateless reset tokens.
    let reset: [UInt8]
    /// For Retry tokens and tokens of later connections.
    let token: [UInt8]

    init?(_ secret: [UInt8]) {
        guard secret.count == Self.length else { return nil }
        let key = SymmetricKey(data: secret)
        reset = Self.derive(key, "aura/1 quic reset")
        token = Self.derive(key, "aura/1 quic token")
    }

    private static func derive(_ key: SymmetricKey, _ label: String) -> [UInt8] {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array(label.utf8), outputByteCount: length)
            .withUnsafeBytes { Array($0) }
    }
}
