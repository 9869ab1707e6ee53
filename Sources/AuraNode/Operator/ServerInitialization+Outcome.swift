public import AuraConfig
public import AuraPKI
public import Foundation

extension ServerInitialization {
    /// What was made; nothing that it prints is secret.
    public struct Outcome: Sendable {
        /// The configuration that was written to ``configurationPath``.
        public let configuration: ServerConfiguration
        /// The path of server.toml.
        public let configurationPath: String
        /// The path of the server's certificate.
        public let certificatePath: String
        /// The path of the server's key.
        public let keyPath: String
        /// The serial number of the server's certificate.
        public let serial: String
        /// The end of the server's certificate's validity.
        public let notAfter: Date
        /// The TLS certificate of the tcp and quic transports.
        public let tls: TLSLeaf
        /// The path of the TLS certificate.
        public let tlsCertificatePath: String
        /// The path of its key.
        public let tlsKeyPath: String
        /// Whether the TLS certificate was made now; otherwise it was there before or is the operator's own.
        public let isTLSMade: Bool
        /// The path of the authority's certificate.
        public let authorityCertificatePath: String
        /// The path of the authority's key.
        public let authorityKeyPath: String
        /// Whether the authority was there before.
        public let isAuthorityKept: Bool
        /// The end of the authority's validity.
        public let authorityNotAfter: Date
        /// Whether a server.toml was replaced: its outer key is gone, so profiles made before no longer work.
        public let isRenewal: Bool

        init(
            _ request: Request, authority: CertificateAuthority, fate: AuthorityFate, identity: Identity,
            website: ServerWebsite, configuration: ServerConfiguration, isRenewal: Bool
        ) {
            self.configuration = configuration
            configurationPath = request.directory.configuration
            certificatePath = request.directory.certificate
            keyPath = request.directory.key
            serial = identity.serial
            notAfter = identity.notAfter
            tls = website.certificate.leaf
            tlsCertificatePath = website.files.certificate
            tlsKeyPath = website.files.key
            isTLSMade = website.isMade
            authorityCertificatePath = request.authority.certificate
            authorityKeyPath = request.authority.key
            isAuthorityKept = fate == .kept
            authorityNotAfter = authority.notAfter
            self.isRenewal = isRenewal
        }
    }
}
