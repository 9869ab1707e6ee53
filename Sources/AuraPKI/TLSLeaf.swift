internal import Crypto
public import Foundation
internal import SwiftASN1
internal import X509

/// What everybody sees of the tcp and quic transports: a TLS certificate, without its key.
public struct TLSLeaf: Sendable {
    /// The certificate in DER: what a server sends first, and what proofs and pins are bound to.
    public let der: [UInt8]

    let certificate: Certificate

    /// Takes the first certificate of a PEM text; all that follow must be certificates, too. Throws `malformed` or
    /// `oversized`.
    public init(pem: String) throws(PKIError) {
        (der, certificate) = try TLSChain.leaf(pem)
    }

    /// The start of its validity.
    public var notBefore: Date { certificate.notValidBefore }

    /// The end of its validity.
    public var notAfter: Date { certificate.notValidAfter }

    /// Whether no authority vouches for it: its issuer is its own subject.
    public var isSelfSigned: Bool { certificate.issuer == certificate.subject }

    /// The SHA-256 digest of ``der``: 32 bytes.
    public var fingerprint: [UInt8] { Array(SHA256.hash(data: der)) }

    /// The hosts that it is for; a wildcard is not among them.
    public var names: [ServerName] { alternativeNames.compactMap(ServerName.init) }

    /// Whether it is for a host, by its name or by a wildcard of one label (RFC 6125 section 6.4.3).
    public func covers(_ host: ServerName) -> Bool {
        if names.contains(host) { return true }
        guard case .dns(let name) = host, let dot = name.firstIndex(of: ".") else { return false }
        let wildcard = "*" + name[dot...]
        return alternativeNames.contains { alternative in
            if case .dnsName(let text) = alternative { text.lowercased() == wildcard } else { false }
        }
    }

    /// What texts call it.
    public var label: String { names.first?.description ?? Printable.text("\(certificate.subject)") }

    private var alternativeNames: [GeneralName] {
        guard let names = try? certificate.extensions.subjectAlternativeNames else { return [] }
        return Array(names)
    }
}
