public import AuraBridges
public import AuraConfig
public import AuraPKI
internal import AuraWire
public import Foundation

/// Issues a client's certificate and writes the client's profile.
public struct ClientProvisioning: Sendable {
    private let request: Request

    /// Takes what was asked for.
    public init(_ request: Request) {
        self.request = request
    }

    /// Makes the profile.
    ///
    /// It is checked, and its certificate recorded in the authority's directory, before it is given out: whatever was
    /// issued can be revoked.
    public func run(now: Date) throws(OperatorError) -> Outcome {
        try refuseToOverwrite()
        let configuration = try request.directory.load()
        let directory = request.directory.authority(named: request.authority, configuration)
        let authority = try directory.load()
        let identity = try OperatorError.certificates { () throws(PKIError) in
            try authority.issue(.client(request.name), validity: request.validity, now: now)
        }
        try checkServerAccepts(identity, of: directory, configuration, now: now)
        let bridges = try ProvisionedBridges(
            configuration, file: request.directory.configuration, authorityPEM: authority.certificatePEM,
            named: request.ports, now: now)
        let profile = try profile(for: identity, authority: authority, configuration, bridges)
        let text = try checkedText(profile)
        let earlier = try valid(in: directory.issued(), configuration, now: now)
        try directory.append(identity)
        try write(text)
        return Outcome(
            text: SecretBytes(text: text), profile: profile, path: request.output, serial: identity.serial,
            notAfter: identity.notAfter, manifest: bridges.inside?.manifest, warnings: bridges.warnings,
            earlier: earlier)
    }

    /// What was made; nothing that it prints is secret.
    public struct Outcome: Sendable {
        /// The profile's text.
        public let text: SecretBytes
        /// What the profile says.
        public let profile: ClientProfile
        /// Where it was written; `nil` when it was not.
        public let path: String?
        /// The serial number of the client's certificate.
        public let serial: String
        /// The end of its validity.
        public let notAfter: Date
        /// The bridges manifest that is in the profile; `nil` when none is.
        public let manifest: Manifest?
        /// What the operator should look at.
        public let warnings: [BridgeWarning]
        /// The client's certificates from before that still let it in.
        public let earlier: [IssuedCertificate]
    }
}

extension ClientProvisioning {
    private func refuseToOverwrite() throws(OperatorError) {
        guard let path = request.output else { return }
        if OperatorPath.isDirectory(path) { throw .file(.notRegular(path: path)) }
        if !request.overwrite, OperatorPath.exists(path) {
            throw .exists(paths: [path], advice: "--force replaces it, --output names another file")
        }
    }

    /// Issuing from another authority than the server's would make a profile that never connects.
    private func checkServerAccepts(
        _ identity: Identity, of directory: AuthorityDirectory, _ configuration: ServerConfiguration, now: Date
    ) throws(OperatorError) {
        let path = configuration.files.ca.resolved
        // A copy of server.toml beside the authority need not have the certificate where the server has it.
        guard OperatorPath.exists(path) else { return }
        let pem = try OperatorError.files { () throws(FileError) in
            try BoundedFile.loadText(path, limit: PKILimits.maximumPEMBytes)
        }
        do {
            let verifier = try PeerVerifier(authorityPEM: pem, expecting: .client)
            let proof = Array("aura provision-client".utf8)
            _ = try verifier.verify(
                leaf: identity.certificateDER, signature: identity.sign(proof), over: proof, now: now)
        } catch {
            throw .foreignAuthority(directory: directory.path, servers: path, reason: "\(error)")
        }
    }

    private func profile(
        for identity: Identity, authority: CertificateAuthority, _ configuration: ServerConfiguration,
        _ bridges: ProvisionedBridges
    ) throws(OperatorError) -> ClientProfile {
        guard let name = ClientName(identity.name) else { throw .bug("the profile refuses the name \(identity.name)") }
        let key = try OperatorError.certificates { () throws(PKIError) in try identity.privateKeyPEM() }
        let server = server(configuration)
        let outer = try ProfileTLS(
            dialled: server.host, certificate: configuration.files.tlsCertificate.resolved,
            isNeeded: server.tcp != nil || server.quic != nil, pin: request.pinTLS)
        return ClientProfile(
            name: name, serverName: configuration.publicHost, outerKey: configuration.outerKey,
            server: server, tlsName: outer.name, tlsPins: outer.pins,
            bridges: ProfileBridges(manifest: bridges.inside?.text, url: request.bridgesURL), tunnel: request.tunnel,
            pki: ProfilePKI(
                ca: authority.certificatePEM, certificate: identity.certificatePEM, key: SecretBytes(text: key)))
    }

    /// The host and ports to dial: those that were asked for, else those of the server's enabled transports.
    private func server(_ configuration: ServerConfiguration) -> ProfileServer {
        func port(_ kind: TransportKind) -> UInt16? {
            let entry = configuration.transports[kind]
            return request.ports[kind] ?? (entry.enabled ? entry.port : nil)
        }
        return ProfileServer(
            host: request.host ?? configuration.publicHost, udp: port(.udp), tcp: port(.tcp), quic: port(.quic))
    }

    /// The profile's text, proved to say what was meant.
    private func checkedText(_ profile: ClientProfile) throws(OperatorError) -> String {
        let text = profile.rendered()
        do throws(ConfigurationError) {
            let path = request.output ?? "\(request.name).toml"
            guard try ClientProfile(parsing: ConfigurationText(text, path: path)) == profile else {
                throw ConfigurationError(.init(file: path, found: "another", expected: "the same"))
            }
            return text
        } catch {
            throw .bug("the profile that was made does not pass the check: \(error)")
        }
    }

    private func valid(
        in issued: IssuedCertificates, _ configuration: ServerConfiguration, now: Date
    ) throws(OperatorError) -> [IssuedCertificate] {
        let revoked = try OperatorError.records { () throws(RecordFileError) in
            try RevocationList(contentsOf: configuration.files.revoked.resolved)
        }
        return issued.named(request.name.text).filter {
            $0.role == .client && $0.notAfter >= now && revoked[serial: $0.serial] == nil
        }
    }

    private func write(_ text: String) throws(OperatorError) {
        guard let path = request.output else { return }
        try OperatorError.files { () throws(FileError) in
            try SecretFile.write(text, to: path, overwrite: request.overwrite)
        }
    }
}
