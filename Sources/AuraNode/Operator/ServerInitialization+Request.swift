public import AuraConfig
internal import AuraPKI
public import AuraWire

extension ServerInitialization {
    /// What an operator asks of `server-init`, checked.
    public struct Request: Sendable {
        /// How long a server's certificate is valid unless something else is asked for, in days.
        public static let standardDays = 825

        let host: ServerName
        let directory: ServerDirectory
        let authority: AuthorityDirectory
        let isAuthorityNamed: Bool
        let transports: ServerTransports
        let pool: CIDR
        let pool6: CIDR?
        let validity: Duration
        let website: Website
        let overwrite: Bool
        let currentDirectory: String

        /// Checks arguments.
        ///
        /// - Parameters:
        ///   - host: the DNS name or the address that clients dial and that the certificate carries.
        ///   - directory: where server.toml and the server's certificate and key go.
        ///   - authority: the authority's directory; `nil` for `ca` in `directory`.
        ///   - ports: those that are `nil` are the standard ones.
        ///   - pool: an IPv4 block for clients.
        ///   - pool6: an IPv6 block for clients; `nil` for a random one (RFC 4193).
        ///   - days: how long the server's certificate is valid.
        ///   - website: how the server looks to strangers.
        ///   - overwrite: whether the server's files that are there are renewed.
        ///   - currentDirectory: what relative paths start from.
        /// - Throws: `invalid` with everything that is wrong.
        public init(
            host: String, directory: String, authority: String? = nil, ports: TransportPorts = TransportPorts(),
            pool: String = ServerTunnel.standardPool.description, pool6: String? = nil,
            days: Int = Self.standardDays, website: WebsiteOptions = WebsiteOptions(), overwrite: Bool = false,
            currentDirectory: String
        ) throws(OperatorError) {
            typealias Limits = ConfigurationLimits
            var reader = ArgumentReader()
            let host = reader.host(host, option: "--host")
            let pool = reader.pool(pool, option: "--pool", isIPv6: false, lengths: Limits.poolPrefix)
            let block6 = pool6.flatMap { reader.pool($0, option: "--pool6", isIPv6: true, lengths: Limits.pool6Prefix) }
            let validity = reader.validity(days: days, option: "--days")
            reader.path(directory, option: "--dir")
            if let authority { reader.path(authority, option: "--ca") }
            let transports = Self.transports(ports, &reader)
            let website = Website(website, &reader)
            try reader.finish()
            guard let host, let pool, let validity else { throw .bug("an argument was refused without a reason") }
            self.host = host
            self.directory = ServerDirectory(path: directory)
            self.authority = AuthorityDirectory(path: authority ?? OperatorPath.join(directory, "ca"))
            isAuthorityNamed = authority != nil
            self.transports = transports
            (self.pool, self.pool6, self.validity) = (pool, block6, validity)
            self.website = website
            self.overwrite = overwrite
            self.currentDirectory = currentDirectory
        }

        private static func transports(_ ports: TransportPorts, _ reader: inout ArgumentReader) -> ServerTransports {
            reader.check(ports)
            var transports = ServerTransports()
            if let port = ports.udp { transports.udp.port = port }
            if let port = ports.tcp { transports.tcp.port = port }
            if let port = ports.quic { transports.quic.port = port }
            if transports.udp.port == transports.quic.port {
                let expected = "another than --udp-port expected, since QUIC runs over UDP, too"
                reader.report("--quic-port", "\(transports.quic.port) found, \(expected)")
            }
            return transports
        }
    }
}
