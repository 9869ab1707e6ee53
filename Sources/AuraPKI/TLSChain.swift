internal import SwiftASN1
internal import X509

/// Reads PEM files of certificates and keys as web servers have them: with a chain, and with keys of several forms.
enum TLSChain {
    /// The most certificates of a chain.
    static let maximumLength = 16

    /// The first certificate; all that follow must be certificates, too.
    static func leaf(_ text: String) throws(PKIError) -> (der: [UInt8], certificate: Certificate) {
        let what = "TLS certificate"
        let documents = try documents(text, what: what)
        guard let first = documents.first, documents.count <= maximumLength else {
            throw .malformed(
                what: what, reason: "\(documents.count) PEM blocks found, 1 to \(maximumLength) expected")
        }
        var leaf: Certificate?
        for document in documents {
            let certificate = try certificate(document, what: what)
            if leaf == nil { leaf = certificate }
        }
        guard let leaf else { throw .malformed(what: what, reason: "no certificate") }
        return (first.derBytes, leaf)
    }

    /// The one private key; parameters of its curve may stand before it.
    static func privateKey(_ text: String) throws(PKIError) -> Certificate.PrivateKey {
        let what = "TLS private key"
        let keys = try documents(text, what: what).filter { $0.discriminator.hasSuffix("PRIVATE KEY") }
        guard keys.count == 1, let document = keys.first else {
            throw .malformed(what: what, reason: "\(keys.count) private keys found, exactly one expected")
        }
        guard !document.discriminator.hasPrefix("ENCRYPTED") else {
            throw .malformed(what: what, reason: "a key under a passphrase found, one without expected")
        }
        do {
            return try Certificate.PrivateKey(pemDocument: document)
        } catch {
            throw .malformed(what: what, reason: "not a key that TLS takes: \(Printable.reason(error))")
        }
    }

    private static func certificate(_ document: PEMDocument, what: String) throws(PKIError) -> Certificate {
        guard document.discriminator == Certificate.defaultPEMDiscriminator else {
            let found = Printable.text(document.discriminator)
            throw .malformed(what: what, reason: "a PEM block \"\(found)\" found, only certificates expected")
        }
        do {
            return try Certificate(derEncoded: document.derBytes)
        } catch {
            throw .malformed(what: what, reason: "not X.509: \(Printable.reason(error))")
        }
    }

    private static func documents(_ text: String, what: String) throws(PKIError) -> [PEMDocument] {
        guard text.utf8.count <= PKILimits.maximumTLSFileBytes else {
            throw .oversized(what: what, bytes: text.utf8.count, limit: PKILimits.maximumTLSFileBytes)
        }
        do {
            return try PEMDocument.parseMultiple(pemString: text)
        } catch {
            throw .malformed(what: what, reason: "not PEM: \(Printable.reason(error))")
        }
    }
}
