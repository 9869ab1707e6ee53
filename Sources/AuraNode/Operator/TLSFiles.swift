internal import AuraConfig
internal import AuraPKI
internal import Foundation

/// Where the tcp and quic transports have their certificate, their key and the secret of their tokens.
struct TLSFiles: Sendable {
    let certificate: String
    let key: String
    let secret: String

    /// What becomes of the certificate and its key.
    enum Fate: Sendable {
        /// Those that are there serve on.
        case kept
        /// They are missing and are made.
        case made
    }

    /// Whether both are there. One without the other is an error, except that with `overwrite` a certificate alone, which
    /// is of no use to anybody and is what an interrupted run leaves, is made anew.
    func fate(overwrite: Bool) throws(OperatorError) -> Fate {
        switch (OperatorPath.exists(certificate), OperatorPath.exists(key)) {
        case (true, true): return .kept
        case (false, false): return .made
        case (true, false):
            if overwrite { return .made }
            throw .halfTLS(found: certificate, missing: key)
        case (false, true): throw .halfTLS(found: key, missing: certificate)
        }
    }

    /// The certificate and the key that are there.
    func load() throws(OperatorError) -> TLSCertificate {
        let limit = PKILimits.maximumTLSFileBytes
        let certificatePEM = try OperatorError.files { () throws(FileError) in
            try BoundedFile.loadText(certificate, limit: limit)
        }
        let privateKeyPEM = try OperatorError.files { () throws(FileError) in
            try SecretFile.loadText(key, limit: limit)
        }
        do throws(PKIError) {
            return try TLSCertificate(certificatePEM: certificatePEM, privateKeyPEM: privateKeyPEM)
        } catch {
            throw .badTLS(certificate: certificate, key: key, error)
        }
    }

    /// Writes what was made: the key last, since a certificate alone is no loss to anybody.
    func write(_ made: TLSCertificate, overwrite: Bool) throws(OperatorError) {
        try OperatorError.files { () throws(FileError) in
            try AtomicFile.write(Array(made.certificatePEM.utf8), to: certificate, overwrite: overwrite)
            try SecretFile.write(made.privateKeyPEM, to: key, overwrite: false)
        }
    }

    /// Whether the secret must be made; one that is there must be good.
    func isSecretMissing() throws(OperatorError) -> Bool {
        guard OperatorPath.exists(secret) else { return true }
        let expected = ConfigurationLimits.quicSecretBytes
        let found = try OperatorError.files { () throws(FileError) in
            try SecretFile.load(secret, limit: expected).count
        }
        guard found == expected else { throw .badSecret(path: secret, bytes: found) }
        return false
    }

    /// Writes a new secret.
    func writeSecret(_ bytes: [UInt8]) throws(OperatorError) {
        try OperatorError.files { () throws(FileError) in
            try SecretFile.write(bytes, to: secret, overwrite: false)
        }
    }

    /// A new certificate for a host; without one, for a name that says nothing.
    static func make(
        for host: ServerName?, now: Date, using generator: inout some RandomNumberGenerator
    ) throws(OperatorError) -> TLSCertificate {
        let name = host ?? .dns(HostLabel.random(using: &generator))
        return try OperatorError.certificates { () throws(PKIError) in
            try TLSCertificate.selfSigned(names: [name], now: now)
        }
    }

    static func newSecret(using generator: inout some RandomNumberGenerator) -> [UInt8] {
        (0..<ConfigurationLimits.quicSecretBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}

extension TLSFiles {
    /// The files that server.toml names.
    init(_ files: ServerFiles) {
        self.init(
            certificate: files.tlsCertificate.resolved, key: files.tlsKey.resolved, secret: files.quicSecret.resolved)
    }
}

extension HostName {
    /// The name for a certificate; nil of an address.
    var dnsName: ServerName? { address == nil ? try? ServerName(text) : nil }
}
