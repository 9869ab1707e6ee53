internal import Crypto
internal import Foundation

/// The secret that hides a server from strangers: 32 random bytes in server.toml and in every profile
/// (PROTOCOL.md, "The outer key").
public struct OuterKey: Sendable {
    /// Length in bytes.
    public static let length = 32

    private let secret: SymmetricKey

    /// Takes exactly ``length`` bytes; `nil` for any other count.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.length else { return nil }
        secret = SymmetricKey(data: Array(bytes))
    }

    /// Parses base64 of exactly ``length`` bytes; `nil` for anything else.
    public init?(base64 text: String) {
        guard let data = Data(base64Encoded: text) else { return nil }
        self.init(bytes: data)
    }

    private init(secret: SymmetricKey) {
        self.secret = secret
    }

    /// A new key from the system's random source.
    public static func random() -> OuterKey {
        OuterKey(secret: SymmetricKey(size: .bits256))
    }

    /// The text that goes into configuration files. Never log it.
    public var base64: String {
        secret.withUnsafeBytes { Data($0).base64EncodedString() }
    }

    /// The mask for the headers of data datagrams.
    public var headerMask: HeaderMask { HeaderMask(key: derive("aura/1 outer header mask")) }

    /// The seal for handshake datagrams.
    public var handshakeSealer: OuterSealer { OuterSealer(key: derive("aura/1 outer handshake")) }

    /// The seal for proofs of the key inside TLS and QUIC.
    public var proofSealer: OuterSealer { OuterSealer(key: derive("aura/1 outer proof")) }

    /// HKDF-SHA256 (RFC 5869) with an empty salt and `label` as info.
    private func derive(_ label: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: secret, info: Array(label.utf8), outputByteCount: 32)
    }
}

extension OuterKey: CustomStringConvertible, CustomReflectable {
    /// Says what it is, never what it holds.
    public var description: String { "OuterKey(hidden)" }

    /// An empty mirror, so that dumps show nothing either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
