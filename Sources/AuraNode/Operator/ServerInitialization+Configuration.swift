internal import AuraConfig
internal import AuraPKI
internal import Foundation

extension ServerInitialization {
    /// What server.toml will say.
    func configuration(
        using generator: inout some RandomNumberGenerator
    ) throws(OperatorError) -> ServerConfiguration {
        let directory = request.directory.path
        let ca = OperatorPath.name(
            of: request.authority.certificate, seenFrom: directory, current: request.currentDirectory)
        guard let host = HostName(request.host.description), let files = ServerFiles(standardIn: directory, ca: ca)
        else { throw .bug("the host or a path was refused by the configuration") }
        let outerKey = (0..<ConfigurationLimits.outerKeyBytes).map { _ in
            UInt8.random(in: .min ... .max, using: &generator)
        }
        return try ServerConfiguration(
            publicHost: host, outerKey: SecretBytes(outerKey), files: withOwnTLS(files),
            transports: request.transports, decoy: decoy(),
            tunnel: ServerTunnel(
                pool: request.pool, pool6: request.pool6 ?? UniqueLocalPrefix.random(using: &generator)))
    }

    /// The operator's own certificate and key are named where they are; a program that renews them finds them there.
    private func withOwnTLS(_ files: ServerFiles) throws(OperatorError) -> ServerFiles {
        guard let own = request.website.ownTLS else { return files }
        var files = files
        files.tlsCertificate = try path(own.certificate)
        files.tlsKey = try path(own.key)
        return files
    }

    private func decoy() throws(OperatorError) -> ServerDecoy {
        if let upstream = request.website.decoyUpstream { return .upstream(upstream) }
        guard let site = request.website.decoySite else { return .builtIn }
        let page = OperatorPath.join(site, ServerDecoy.indexPage)
        if let code = OperatorPath.readingError(page) {
            throw .file(.system(operation: "read the first page of --decoy-site", path: page, code: code))
        }
        return .site(try path(site))
    }

    /// A path of the command line as server.toml names it.
    private func path(_ text: String) throws(OperatorError) -> ConfiguredPath {
        let directory = request.directory.path
        let name = OperatorPath.name(of: text, seenFrom: directory, current: request.currentDirectory)
        guard let path = ConfiguredPath(name, in: directory) else { throw .bug("the configuration refuses a path") }
        return path
    }
}
