internal import AuraConfig
internal import AuraPKI
public import Foundation

/// Makes a server: an authority, the server's certificate and key, what its tcp and quic transports need, the outer key
/// and server.toml.
///
/// Everything is made and checked in memory before the first file is written, and server.toml comes last. What a
/// failure leaves behind is taken up by a second run with `overwrite`: a whole authority, a TLS certificate with its key
/// and the secret of the quic transport are kept, the rest is made anew.
public struct ServerInitialization: Sendable {
    let request: Request

    /// Takes what was asked for.
    public init(_ request: Request) {
        self.request = request
    }

    /// Makes the server.
    ///
    /// - Parameters:
    ///   - now: the time of issue.
    ///   - generator: where the outer key and the random IPv6 block come from. The certificates' keys come from the
    ///     system.
    public func run(
        now: Date, using generator: inout some RandomNumberGenerator
    ) throws(OperatorError) -> Outcome {
        let isRenewal = OperatorPath.exists(request.directory.configuration)
        try refuseToOverwrite()
        let fate = try authorityFate()
        let authority = try authority(fate, now: now)
        let identity = try issue(from: authority, now: now)
        let configuration = try configuration(using: &generator)
        let website = try ServerWebsite(request, now: now, using: &generator)
        try write(authority, fate, identity, website, configuration)
        return Outcome(
            request, authority: authority, fate: fate, identity: identity, website: website,
            configuration: configuration, isRenewal: isRenewal)
    }

    /// Whether the authority is made or the one that is there serves on.
    enum AuthorityFate {
        case kept
        case made
    }

    private func refuseToOverwrite() throws(OperatorError) {
        if request.overwrite { return }
        let (server, authority) = (request.directory, request.authority)
        let targets = [server.configuration, server.certificate, server.key]
        let authorityTargets = request.isAuthorityNamed ? [] : [authority.certificate, authority.key]
        let found = (targets + authorityTargets).filter(OperatorPath.exists)
        guard found.isEmpty else {
            throw .exists(
                paths: found,
                advice: "--force makes the server's files anew, which ends all old profiles; it keeps the authority")
        }
    }

    private func authorityFate() throws(OperatorError) -> AuthorityFate {
        let files = request.authority
        switch (OperatorPath.exists(files.certificate), OperatorPath.exists(files.key)) {
        case (true, true): return .kept
        case (false, false): return .made
        case (true, false): throw .halfAuthority(found: files.certificate, missing: files.key)
        case (false, true):
            // The key is written first, and the record before the first certificate is given out: without both, a key
            // alone is what an interrupted run left, and nobody depends on it.
            if request.overwrite && !OperatorPath.exists(files.record) { return .made }
            throw .halfAuthority(found: files.key, missing: files.certificate)
        }
    }

    private func authority(_ fate: AuthorityFate, now: Date) throws(OperatorError) -> CertificateAuthority {
        switch fate {
        case .kept: try request.authority.load()
        case .made: try OperatorError.certificates { () throws(PKIError) in try CertificateAuthority(now: now) }
        }
    }

    private func issue(from authority: CertificateAuthority, now: Date) throws(OperatorError) -> Identity {
        try OperatorError.certificates { () throws(PKIError) in
            try authority.issue(.server(request.host), validity: request.validity, now: now)
        }
    }
}

extension ServerInitialization {
    private func write(
        _ authority: CertificateAuthority, _ fate: AuthorityFate, _ identity: Identity, _ website: ServerWebsite,
        _ configuration: ServerConfiguration
    ) throws(OperatorError) {
        let text = try checkedText(configuration)
        let key = try OperatorError.certificates { () throws(PKIError) in try identity.privateKeyPEM() }
        let (files, overwrite) = (request.directory, request.overwrite)
        try OperatorError.files { () throws(FileError) in
            try PrivateDirectory.create(files.path)
            try PrivateDirectory.create(request.authority.path)
        }
        if fate == .made { try request.authority.write(authority, overwrite: overwrite) }
        try request.authority.append(identity)
        try website.write(overwrite: overwrite)
        try OperatorError.files { () throws(FileError) in
            try SecretFile.write(key, to: files.key, overwrite: overwrite)
            try AtomicFile.write(Array(identity.certificatePEM.utf8), to: files.certificate, overwrite: overwrite)
            try SecretFile.write(text, to: files.configuration, overwrite: overwrite)
        }
    }

    /// server.toml, proved to say what was meant.
    private func checkedText(_ configuration: ServerConfiguration) throws(OperatorError) -> String {
        let text = configuration.rendered()
        let path = request.directory.configuration
        do throws(ConfigurationError) {
            let parsed = try ServerConfiguration(parsing: ConfigurationText(text, path: path))
            guard parsed == configuration else {
                throw ConfigurationError(.init(file: path, found: "another", expected: "the same"))
            }
            return text
        } catch {
            throw .bug("the server.toml that was made does not pass the check: \(error)")
        }
    }
}
