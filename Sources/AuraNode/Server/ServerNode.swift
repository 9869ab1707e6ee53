public import AuraConfig
internal import AuraControl
internal import AuraCrypto
internal import AuraDecoy
internal import AuraPKI
internal import AuraSession
internal import AuraTransport
internal import AuraTunnel
internal import AuraWire
internal import Foundation
public import Logging
public import ServiceLifecycle

/// A running server.
///
/// ``start(_:logger:)`` claims everything that it needs or says what it cannot have and leaves nothing behind; `run()`
/// serves until it is asked to stop, says goodbye to its clients, and takes away what it added to the host.
public final class ServerNode: Service {
    private let parts: ServerParts
    private let configuration: ServerMachineConfiguration
    private let devices: DeviceQueues
    private let lanes: [DeviceLane]
    private let server: MultiServer
    private let decoy: Decoy?
    private let host: HostSetup
    private let revocations: RevocationWatch
    private let manifests: ManifestOffice
    private let control: ControlServer
    private let settings: ServerConfiguration
    private let policy: Published<InboundPolicy>

    /// Claims the control socket, the TUN device and the ports, and sets the host up.
    public static func start(_ settings: ServerConfiguration, logger: Logger) async throws(NodeError) -> ServerNode {
        let socket: ControlSocket
        do { socket = try ControlSocket.claim(settings.files.controlSocket.resolved) } catch {
            throw .controlSocket(error)
        }
        let host = HostSetup(socket: settings.files.controlSocket.resolved, logger: logger)
        try await host.recover()
        let node = try ServerNode(settings, socket: socket, host: host, logger: logger)
        do throws(NodeError) {
            let plan = InterfacePlan(device: node.devices.name, mtu: settings.tunnel.mtu)
            try await node.host.apply(
                plan.serverChanges(node.parts.admission.server, pools: node.parts.admission.blocks))
        } catch {
            node.server.close(.local("the host cannot be set up"))
            node.devices.close()
            throw error
        }
        return node
    }

    private init(
        _ settings: ServerConfiguration, socket: consuming ControlSocket, host: HostSetup, logger: Logger
    ) throws(NodeError) {
        let authority = try Self.text(settings.files.ca)
        let identity = try Self.loadIdentity(settings, authority: authority)
        revocations = try RevocationWatch(path: settings.files.revoked.resolved, authority: authority, logger: logger)
        manifests = try ManifestOffice(
            path: settings.files.bridges.resolved, authority: authority, logger: logger)
        let admission = try Admission(tunnel: settings.tunnel, leases: settings.files.leases.resolved, logger: logger)
        let parts = ServerParts(admission: admission, logger: logger)
        self.parts = parts
        self.settings = settings
        configuration = ServerMachineConfiguration(identity: identity, verifier: revocations.verifier) {
            admission.admit($0, $1)
        }
        policy = Published(
            .server(
                own: admission.server, pools: admission.blocks,
                allowsClientToClient: settings.tunnel.allowClientToClient))
        self.host = host
        devices = try Self.openDevice(settings.tunnel, logger: logger)
        lanes = devices.lanes(counters: parts.counters, logger: logger) {
            PacketSender(routes: parts.routes, links: parts.links, mailbox: parts.mailbox)
        }
        (server, decoy) = try ServerTransportsSetup(settings, queues: devices.count, logger: logger).bind()
        let provider = ServerStatusProvider(
            parts: parts, devices: devices, mtu: settings.tunnel.mtu, addresses: admission.server, server: server,
            transports: settings.transports, manifests: manifests)
        control = ControlServer(socket: socket, provider: provider, logger: logger)
    }

    /// Serves until graceful shutdown or until something that it cannot do without breaks.
    public func run() async throws {
        let threads = startThreads()
        let claim = SocketClaim()
        if startTransports() { announce() }
        let outcome = await NodeLife.serve(control, keeping: claim, until: parts.failure) {
            [revocations, manifests, parts] in
            async let lists: Void = revocations.run(telling: parts.mailbox)
            async let bridges: Void = manifests.run(telling: parts.mailbox)
            _ = await (lists, bridges)
        }
        parts.mailbox.post(.stop)
        await threads.control.finished()
        server.close(.local("the server is stopping"))
        for link in parts.links.all { link.close(.local("the server is stopping")) }
        devices.close()
        for reader in threads.readers { await reader.finished() }
        await decoy?.close()
        await host.undo()
        parts.admission.save()
        parts.logger.info("Server stopped")
        claim.release()
        try outcome.get()
    }

    private func startThreads() -> (control: WorkerThread, readers: [WorkerThread]) {
        let (parts, configuration) = (parts, configuration)
        let control = WorkerThread(name: "aura-control") {
            var role = ServerRole(configuration, parts: parts, now: .now, wall: WallTime(Date()))
            role.run(parts.mailbox)
        }
        return (control, lanes.startReaders(telling: parts.failure))
    }

    private func startTransports() -> Bool {
        let (parts, lanes, policy) = (parts, lanes, policy)
        do throws(TransportError) {
            try server.start(
                { worker in
                    InboundWorker(
                        table: parts.table, routes: parts.routes, links: parts.links, lane: lanes[worker: worker],
                        mailbox: parts.mailbox, counters: parts.counters, policy: policy, logger: parts.logger)
                }, opened: { parts.links.insert($0) })
            return true
        } catch {
            parts.failure.set(.socket(error))
            return false
        }
    }

    private func announce() {
        var metadata: Logger.Metadata = ["interface": "\(devices.name)", "version": "\(AuraVersion.text)"]
        for (kind, address) in server.boundAddresses { metadata[kind.rawValue] = "\(address)" }
        parts.logger.info("Server ready", metadata: metadata)
        guard let path = settings.runtimeSnapshotPath else { return }
        RuntimeRecord(path: path, logger: parts.logger).update(
            requested: server.requestedAddresses, bound: server.boundAddresses)
    }
}

extension ServerNode {
    private static func openDevice(_ tunnel: ServerTunnel, logger: Logger) throws(NodeError) -> DeviceQueues {
        let options = TunOptions(
            name: tunnel.interface.text, mtu: ConfigurationLimits.mtu.upperBound, offload: tunnel.offload,
            busyPoll: tunnel.busyPoll)
        let processors = ProcessInfo.processInfo.activeProcessorCount
        let count = tunnel.queues ?? ServerTunnel.standardQueues(processors: processors)
        return try DeviceQueues.open(options, count: count, logger: logger)
    }

    private static func text(_ path: ConfiguredPath) throws(NodeError) -> String {
        do { return try BoundedFile.loadText(path.resolved, limit: PKILimits.maximumPEMBytes) } catch {
            throw .file(error)
        }
    }

    /// Our certificate and key; refused when clients would refuse them.
    private static func loadIdentity(
        _ settings: ServerConfiguration, authority: String
    ) throws(NodeError) -> Identity {
        let certificate = try text(settings.files.certificate)
        let key: String
        do { key = try SecretFile.loadText(settings.files.key.resolved) } catch { throw .file(error) }
        let identity = try PKILoading.identity(certificate: certificate, key: key)
        try PKILoading.check(identity, authority: authority, as: .server(named: nil))
        guard identity.certificateDER.count <= HandshakeLimits.maximumServerCertificate else {
            throw .configuration(
                "\(settings.files.certificate): the certificate has \(identity.certificateDER.count) bytes; "
                    + "at most \(HandshakeLimits.maximumServerCertificate) fit into a handshake")
        }
        return identity
    }
}
