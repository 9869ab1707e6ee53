internal import AuraConfig
internal import AuraTunnel
internal import AuraWire
internal import Logging

/// Brings the host in line with what the server says: addresses, MTU and routes.
actor ClientHost {
    private let device: String
    private let tunnel: ProfileTunnel
    private let setup: HostSetup
    private let logger: Logger
    private var applied: Welcome?
    private var isStopped = false
    private var last: Task<Void, any Error>?

    init(device: String, tunnel: ProfileTunnel, setup: HostSetup, logger: Logger) {
        self.device = device
        self.tunnel = tunnel
        self.setup = setup
        self.logger = logger
    }

    /// Makes the changes for `welcome`, instead of those made before; nothing if they are the same.
    ///
    /// Calls are carried out one after the other.
    func apply(_ welcome: Welcome, from server: SocketAddress) async throws(NodeError) {
        let before = last
        let task = Task {
            _ = await before?.result
            try await change(to: welcome, server)
        }
        last = task
        do { try await task.value } catch let error as NodeError { throw error } catch {
            throw .configuration("\(error)")
        }
    }

    /// Undoes everything; later calls of ``apply(_:from:)`` do nothing.
    func stop() async {
        isStopped = true
        _ = await last?.result
        await setup.undo()
    }

    private func change(to welcome: Welcome, _ server: SocketAddress) async throws(NodeError) {
        var wanted = welcome
        wanted.sessionID = []
        guard !isStopped, applied != wanted else { return }
        if applied != nil { await setup.undo() }
        let rules = try Self.rules(tunnel, pools: welcome.pools)
        let gateways = InnerAddresses(welcome.gateways)
        let changes = InterfacePlan(device: device, mtu: Int(welcome.mtu)).clientChanges(
            Self.usable(InnerAddresses(welcome.addresses)), server: gateways, rules: rules,
            outer: OuterPath(servers: [server.ip], gateways: InnerAddresses()))
        try await setup.apply(changes)
        applied = wanted
        logger.info("Routes are set", metadata: ["interface": "\(device)", "changes": "\(changes.count)"])
    }

    /// A host without IPv6 takes no IPv6 address.
    private static func usable(_ addresses: InnerAddresses) -> InnerAddresses {
        InnerAddresses(v4: addresses.v4, v6: HostSupport.hasIPv6 ? addresses.v6 : nil)
    }

    /// The profile's rules, and the tunnel's own blocks, which always go through it.
    static func rules(_ tunnel: ProfileTunnel, pools: [CIDR]) throws(NodeError) -> AuraTunnel.SplitRules {
        do {
            return try AuraTunnel.SplitRules(
                default: tunnel.defaultAction == .vpn ? .vpn : .direct, vpn: tunnel.split.vpn + pools,
                direct: tunnel.split.direct.filter { !pools.contains($0) })
        } catch {
            throw .configuration("\(error)")
        }
    }
}
