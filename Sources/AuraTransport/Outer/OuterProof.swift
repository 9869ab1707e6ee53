public import AuraCrypto
public import AuraWire
internal import Crypto

/// The first thing a client says inside TLS or QUIC: that it holds the outer key (PROTOCOL.md, "The proof").
///
/// It is sealed under the outer key and looks random. It carries the time, so that old ones are worth nothing, and the
/// digest of the certificate that the client was shown, so that somebody in the middle cannot pass it on.
public struct OuterProof: Sendable {
    /// The longest proof, in bytes.
    public static let maximumLength = OuterSealer.overhead + fieldsLength + maximumPadding

    static let version: UInt8 = 1
    /// Version, transport, time, digest.
    static let fieldsLength = 1 + 1 + 8 + SHA256.byteCount
    static let maximumPadding = 128

    private let sealer: OuterSealer
    private let transport: TransportKind

    /// Proofs of `key` for links of one transport.
    public init(key: OuterKey, transport: TransportKind) {
        sealer = key.proofSealer
        self.transport = transport
    }

    /// A new proof for the server that showed `certificate`.
    ///
    /// - Parameters:
    ///   - certificate: the leaf in DER, as the server sent it.
    ///   - time: milliseconds since 1970.
    public func bytes(for certificate: [UInt8], at time: UInt64) -> [UInt8] {
        var plain = Self.fields(transport, time: time, certificate: certificate)
        plain += (0..<Int.random(in: 0...Self.maximumPadding)).map { _ in UInt8.random(in: .min ... .max) }
        var sealed = [UInt8](repeating: 0, count: plain.count + OuterSealer.overhead)
        var span = sealed.mutableSpan
        // There is always room: the array was made for it.
        _ = try? sealer.seal(plain.span, into: &span)
        return sealed
    }

    static func fields(_ transport: TransportKind, time: UInt64, certificate: [UInt8]) -> [UInt8] {
        [version, transport.number] + (0..<8).map { UInt8(truncatingIfNeeded: time >> (56 - 8 * $0)) }
            + SHA256.hash(data: certificate)
    }
}

extension TransportKind {
    /// The number that stands for the transport in a proof.
    fileprivate var number: UInt8 {
        switch self {
        case .udp: 1
        case .tcp: 2
        case .quic: 3
        }
    }
}
