internal import AuraConfig
public import AuraPKI
public import Foundation

/// Makes what the tcp and quic transports of a server need and do not have: their certificate and key, and their secret.
///
/// For a server.toml from before there were these transports, and after certificate and key were removed to have new
/// ones. What is there is never touched.
public struct TLSInitialization: Sendable {
    private let directory: ServerDirectory
    private let name: ServerName?

    /// Takes what was asked for.
    ///
    /// - Parameters:
    ///   - directory: where the server's server.toml is, which names the files.
    ///   - tlsName: the host that the certificate is for; `nil` for the server's own, if it has a name.
    /// - Throws: `invalid` when the name is none.
    public init(directory: String, tlsName: String? = nil) throws(OperatorError) {
        var reader = ArgumentReader()
        name = tlsName.flatMap { reader.host($0, option: "--tls-name") }
        try reader.finish()
        self.directory = ServerDirectory(path: directory)
    }

    /// Makes what is missing.
    public func run(now: Date, using generator: inout some RandomNumberGenerator) throws(OperatorError) -> Outcome {
        let configuration = try directory.load()
        let files = TLSFiles(configuration.files)
        let isMade = try files.fate(overwrite: false) == .made
        let secret = try files.isSecretMissing() ? TLSFiles.newSecret(using: &generator) : nil
        let certificate =
            isMade
            ? try TLSFiles.make(for: name ?? configuration.publicHost.dnsName, now: now, using: &generator)
            : try files.load()
        if isMade { try files.write(certificate, overwrite: false) }
        if let secret { try files.writeSecret(secret) }
        return Outcome(
            tls: certificate.leaf, certificatePath: files.certificate, keyPath: files.key, isTLSMade: isMade,
            secretPath: files.secret, isSecretMade: secret != nil)
    }

    /// What came of it.
    public struct Outcome: Sendable {
        /// The TLS certificate.
        public let tls: TLSLeaf
        /// Its path.
        public let certificatePath: String
        /// The path of its key.
        public let keyPath: String
        /// Whether it was made now.
        public let isTLSMade: Bool
        /// The path of the quic transport's secret.
        public let secretPath: String
        /// Whether the secret was made now.
        public let isSecretMade: Bool
    }
}
