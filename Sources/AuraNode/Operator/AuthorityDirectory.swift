internal import AuraPKI

/// Where an authority keeps its certificate, its key and the record of what it issued.
struct AuthorityDirectory: Sendable {
    let path: String

    var certificate: String { OperatorPath.join(path, "ca.pem") }
    var key: String { OperatorPath.join(path, "ca.key") }
    var record: String { OperatorPath.join(path, IssuedCertificates.fileName) }

    /// The authority. Its key is refused when others can read it.
    func load() throws(OperatorError) -> CertificateAuthority {
        let privateKey = try loadKey()
        let pem = try loadCertificate()
        do throws(PKIError) {
            return try CertificateAuthority(certificatePEM: pem, privateKeyPEM: privateKey)
        } catch {
            throw .badAuthority(directory: path, error)
        }
    }

    /// Writes a new authority: the key first, so that a certificate never stands there without it.
    func write(_ authority: CertificateAuthority, overwrite: Bool) throws(OperatorError) {
        let privateKey = try OperatorError.certificates { () throws(PKIError) in try authority.privateKeyPEM() }
        try OperatorError.files { () throws(FileError) in
            try SecretFile.write(privateKey, to: key, overwrite: overwrite)
            try AtomicFile.write(Array(authority.certificatePEM.utf8), to: certificate, overwrite: overwrite)
        }
    }

    func issued() throws(OperatorError) -> IssuedCertificates {
        try OperatorError.records { () throws(RecordFileError) in try IssuedCertificates(contentsOf: record) }
    }

    /// Records a certificate, before anybody gets it: what was issued can be revoked.
    func append(_ identity: Identity) throws(OperatorError) {
        try OperatorError.records { () throws(RecordFileError) in
            try IssuedCertificates.append(IssuedCertificate(identity), toFile: record)
        }
    }

    private func loadKey() throws(OperatorError) -> String {
        do throws(FileError) {
            return try SecretFile.loadText(key)
        } catch .missing {
            throw .noAuthorityKey(path: key)
        } catch {
            throw .file(error)
        }
    }

    private func loadCertificate() throws(OperatorError) -> String {
        do throws(FileError) {
            return try BoundedFile.loadText(certificate, limit: PKILimits.maximumPEMBytes)
        } catch .missing {
            throw .halfAuthority(found: key, missing: certificate)
        } catch {
            throw .file(error)
        }
    }
}
