internal import AuraBridges
internal import AuraConfig
internal import AuraPKI
internal import AuraWire
public import Foundation

/// Signs a bridges manifest: where servers are, for clients that know the authority.
public struct BridgeSigning: Sendable {
    let request: Request

    /// Takes what was asked for.
    public init(_ request: Request) {
        self.request = request
    }

    /// Signs the manifest and puts it where it was asked to go.
    ///
    /// Its serial number is recorded before it is signed, and it is checked as clients check it before it is written.
    public func run(now: Date) throws(OperatorError) -> Outcome {
        let server = try namedServer()
        let ports = try runtimePorts(now: now)
        let directory = AuthorityDirectory(path: request.authority ?? server?.authorityPath ?? ".")
        let authority = try directory.load()
        if request.destination == .configured { try check(authority, of: directory, suits: server, now: now) }
        let expiry = try expiry(authority, now: now)
        // Until the manifest is in its place, so that the one with the highest number is written last.
        let lock = try DirectoryLock(directory.path)
        let place = try Place(request, server, authority, now: now)
        let number = try ManifestSerials(of: directory).take(
            request.serial, present: place.serial, force: request.overwrite)
        let manifest = Manifest(
            serial: number.serial, issuedAt: now, expiresAt: expiry, endpoints: endpoints(ports),
            bridges: request.bridges)
        let signed = try sign(manifest, by: authority, now: now)
        try place.put(signed, overwrite: request.overwrite)
        lock.release()
        return Outcome(
            signed, place, isFirst: number.isFirst, source: ports?.ports.source,
            warnings: (ports?.ports.warnings ?? []) + warnings(on: manifest))
    }
}

extension BridgeSigning {
    /// The server whose server.toml says what was not asked for; nil when everything was.
    private func namedServer() throws(OperatorError) -> ServerConfiguration? {
        if request.authority != nil, request.destination != .configured { return nil }
        let named = request.directory.map { ServerDirectory(path: $0).configuration }
        guard let file = named ?? request.runtime else { throw .bug("no server was named") }
        return try ServerDirectory.load(file)
    }

    /// The ports of the server that was named as the source, and its hosts.
    ///
    /// A host is never taken from what the server listens on, which may be every address or one behind a translation.
    private func runtimePorts(now: Date) throws(OperatorError) -> (ports: ServerPorts, hosts: [HostName])? {
        guard let file = request.runtime else { return nil }
        let configuration = try ServerDirectory.load(file)
        let hosts = request.hosts.isEmpty ? [configuration.publicHost] : request.hosts
        guard hosts.allSatisfy({ $0.reach != .nowhere }) else {
            throw .invalid([
                "--host: not found, and \(configuration.publicHost), which \(file) has as public_host, nobody can dial"
            ])
        }
        return (try ServerPorts(of: configuration, file: file, now: now), hosts)
    }

    /// What was named, then what the server has; each once.
    private func endpoints(_ runtime: (ports: ServerPorts, hosts: [HostName])?) -> [BridgeEndpoint] {
        guard let runtime else { return request.endpoints }
        let ports = runtime.ports.ports
        let found = runtime.hosts.compactMap {
            BridgeEndpoint(host: $0, udp: ports.udp, tcp: ports.tcp, quic: ports.quic)
        }
        return request.endpoints + found.filter { !request.endpoints.contains($0) }
    }

    private func expiry(_ authority: CertificateAuthority, now: Date) throws(OperatorError) -> Date {
        let expiry = now.addingTimeInterval(TimeInterval(request.validity.components.seconds))
        guard expiry <= authority.notAfter else {
            throw .outlivesAuthority(manifest: expiry, authority: authority.notAfter)
        }
        return expiry
    }

    /// The server would not hand out what another authority than its own has signed.
    private func check(
        _ authority: CertificateAuthority, of directory: AuthorityDirectory, suits server: ServerConfiguration?,
        now: Date
    ) throws(OperatorError) {
        // A copy of server.toml beside the authority need not have the certificate where the server has it.
        guard let path = server?.files.ca.resolved, OperatorPath.exists(path) else { return }
        let pem = try OperatorError.files { () throws(FileError) in
            try BoundedFile.loadText(path, limit: PKILimits.maximumPEMBytes)
        }
        do {
            let proof = Array("aura sign-bridges".utf8)
            try AuthorityVerifier(authorityPEM: pem).check(signature: authority.sign(proof), over: proof, now: now)
        } catch {
            throw .foreignAuthority(directory: directory.path, servers: path, reason: "\(error)")
        }
    }

    private func sign(
        _ manifest: Manifest, by authority: CertificateAuthority, now: Date
    ) throws(OperatorError) -> SignedManifest {
        let signed: SignedManifest
        do throws(ManifestError) {
            signed = try SignedManifest.sign(manifest, by: authority, now: now)
        } catch {
            throw .signing("\(error)")
        }
        guard signed.manifest == manifest else { throw .bug("the manifest does not say what was meant") }
        return signed
    }

    private func warnings(on manifest: Manifest) -> [BridgeWarning] {
        var seen: Set<HostName> = []
        return manifest.ways.map(\.host).filter { seen.insert($0).inserted && $0.reach != .anywhere }
            .map { .limitedHost($0.text, $0.reach) }
    }
}

extension ServerConfiguration {
    /// The directory of the authority whose certificate server.toml names.
    fileprivate var authorityPath: String { OperatorPath.directory(of: files.ca.resolved) }
}
