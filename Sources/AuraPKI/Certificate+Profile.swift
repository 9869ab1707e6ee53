internal import Crypto
internal import SwiftASN1
internal import X509

/// Questions that both an authority's certificate and a leaf must answer.
extension Certificate {
    /// Whether the key, the signature and the signature algorithm inside the signed part are all Ed25519.
    var usesEd25519Throughout: Bool {
        Curve25519.Signing.PublicKey(publicKey) != nil && signatureAlgorithm == .ed25519
            && signedAlgorithm.map { Array($0) == Self.ed25519Identifier } == true
    }

    /// A critical extension that this profile does not process, which RFC 5280 section 4.2 says to refuse.
    var unknownCriticalExtension: ASN1ObjectIdentifier? {
        extensions.first { $0.critical && !Self.processed.contains($0.oid) }?.oid
    }

    private static let processed: Set<ASN1ObjectIdentifier> = [
        .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage, .X509ExtensionID.extendedKeyUsage,
        .X509ExtensionID.subjectAlternativeName,
    ]

    /// DER of the algorithm identifier id-Ed25519 with its parameters absent (RFC 8410 section 3).
    private static let ed25519Identifier: [UInt8] = [0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70]

    /// The algorithm named inside the signed part, which must equal the one outside (RFC 5280 section 4.1.1.2).
    ///
    /// X509 does not show it, so it is read as the third field after the version and the serial number.
    private var signedAlgorithm: ArraySlice<UInt8>? {
        guard let node = try? DER.parse(tbsCertificateBytes), case .constructed(let fields) = node.content else {
            return nil
        }
        var iterator = fields.makeIterator()
        guard iterator.next() != nil, iterator.next() != nil else { return nil }
        return iterator.next()?.encodedBytes
    }
}
