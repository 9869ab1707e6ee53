internal import SwiftASN1
internal import X509

/// Strict reading of PEM texts that hold exactly one object, and their writing.
enum PEM {
    /// The bytes and the parsed form of the one certificate in `text`.
    static func certificate(_ text: String) throws(PKIError) -> (der: [UInt8], certificate: Certificate) {
        let what = "certificate"
        let document = try document(text, what: what, type: Certificate.defaultPEMDiscriminator)
        let size = document.derBytes.count
        guard size <= PKILimits.maximumCertificateBytes else {
            throw .oversized(what: what, bytes: size, limit: PKILimits.maximumCertificateBytes)
        }
        do {
            return (document.derBytes, try Certificate(derEncoded: document.derBytes))
        } catch {
            throw .malformed(what: what, reason: "not X.509: \(Printable.reason(error))")
        }
    }

    /// The one PKCS #8 private key in `text`.
    static func privateKey(_ text: String) throws(PKIError) -> Certificate.PrivateKey {
        let what = "private key"
        let document = try document(text, what: what, type: "PRIVATE KEY")
        do {
            return try Certificate.PrivateKey(pemDocument: document)
        } catch {
            throw .malformed(what: what, reason: "not a key in PKCS #8: \(Printable.reason(error))")
        }
    }

    /// PEM with a line end after its last line, as files want it.
    static func text(type: String, der: [UInt8]) -> String {
        PEMDocument(type: type, derBytes: der).pemString + "\n"
    }

    static func text(_ key: Certificate.PrivateKey) throws(PKIError) -> String {
        do {
            return try key.serializeAsPEM().pemString + "\n"
        } catch {
            throw .cryptography(reason: Printable.reason(error))
        }
    }

    private static func document(_ text: String, what: String, type: String) throws(PKIError) -> PEMDocument {
        guard text.utf8.count <= PKILimits.maximumPEMBytes else {
            throw .oversized(what: what, bytes: text.utf8.count, limit: PKILimits.maximumPEMBytes)
        }
        let found: [PEMDocument]
        do {
            found = try PEMDocument.parseMultiple(pemString: text)
        } catch {
            throw .malformed(what: what, reason: "not PEM: \(Printable.reason(error))")
        }
        guard found.count == 1, let document = found.first else {
            throw .malformed(what: what, reason: "\(found.count) PEM blocks found, exactly one expected")
        }
        guard document.discriminator == type else {
            let found = Printable.text(document.discriminator)
            throw .malformed(what: what, reason: "a PEM block \"\(found)\" found, \"\(type)\" expected")
        }
        return document
    }
}
