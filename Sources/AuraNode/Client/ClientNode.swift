public import AuraConfig
internal import AuraControl
internal import AuraTransport
internal import AuraTunnel
internal import AuraWire
public import Logging
public import ServiceLifecycle

/// A running client.
///
/// ``start(_:logger:)`` claims the control socket and the TUN device or says what it cannot have and leaves nothing
/// behind; `run()` keeps a session with the server for ever, until it is asked to stop, and takes away what it added.
public final class ClientNode: Service {
    private let parts: ClientParts
    private let trust: ClientTrust
    private let profile: ClientProfile
    private let host: ClientHost
    private let control: ControlServer

    /// Claims what the client needs, and cleans up after a predecessor that was killed.
    public static func start(_ profile: ClientProfile, logger: Logger) async throws(NodeError) -> ClientNode {
        let socket: ControlSocket
        do { socket = try ControlSocket.claim(profile.controlSocket.resolved) } catch { throw .controlSocket(error) }
        let setup = HostSetup(socket: profile.controlSocket.resolved, logger: logger)
        try await setup.recover()
        return try ClientNode(profile, socket: socket, setup: setup, logger: logger)
    }

    private init(
        _ profile: ClientProfile, socket: consuming ControlSocket, setup: HostSetup, logger: Logger
    ) throws(NodeError) {
        self.profile = profile
        trust = try ClientTrust(profile)
        let key = try PKILoading.outerKey(profile.outerKey)
        _ = try ClientHost.rules(profile.tunnel, pools: [])
        let tunnel = profile.tunnel
        let options = TunOptions(
            name: tunnel.interface.text, mtu: ConfigurationLimits.mtu.upperBound, offload: tunnel.offload,
            busyPoll: tunnel.busyPoll)
        let devices = try DeviceQueues.open(options, logger: logger)
        parts = ClientParts(profile, devices: devices, key: key, logger: logger)
        host = ClientHost(device: devices.name, tunnel: tunnel, setup: setup, logger: logger)
        control = ControlServer(
            socket: socket, provider: ClientStatusProvider(parts: parts, profile: profile), logger: logger)
    }

    /// Runs until graceful shutdown or until the host cannot be set up.
    public func run() async throws {
        let threads = startThreads()
        let claim = SocketClaim()
        parts.logger.info(
            "Client started", metadata: ["interface": "\(parts.devices.name)", "version": "\(AuraVersion.text)"])
        let outcome = await NodeLife.serve(control, keeping: claim, until: parts.failure) { [profile, parts] in
            await ManifestHunt(profile, parts: parts).run()
        }
        parts.mailbox.post(.stop)
        await threads.control.finished()
        await parts.keeper.finished()
        await host.stop()
        parts.links.shutDown(.local("the client is stopping"))
        parts.devices.close()
        for reader in threads.readers { await reader.finished() }
        parts.logger.info("Client stopped")
        claim.release()
        try outcome.get()
    }

    private func startThreads() -> (control: WorkerThread, readers: [WorkerThread]) {
        let (parts, trust, profile, host) = (parts, trust, profile, host)
        let control = WorkerThread(name: "aura-control") {
            var role = ClientRole(trust, profile, parts: parts, host: host, now: .now)
            role.run(parts.mailbox)
        }
        return (control, parts.lanes.startReaders(telling: parts.failure))
    }
}
