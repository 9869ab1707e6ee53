public import AuraWire
internal import Crypto

/// The bridges that a client knows, and the order in which it tries them.
///
/// Each client has an order of its own, which is random, and in which bridges keep their places when others come and go
/// (rendezvous hashing); so the clients spread over the bridges. A bridge that failed comes after the others for a while.
/// The profile's own server comes last, and has a place in every search.
///
/// It does no I/O and reads no clock.
public struct BridgeDirectory: Sendable {
    /// Bridges of a manifest that are kept; further ones are passed over.
    public static let maximumBridges = 4_000
    /// How long a bridge that failed comes after the others at first. That doubles from failure to failure.
    public static let firstCoolDown = Duration.seconds(30)
    /// How long it does at most.
    public static let longestCoolDown = Duration.seconds(600)

    private let order: [TransportKind]
    private let seed: [UInt8]
    private let own: Bridge
    /// The manifest's, in this client's order.
    private var listed: [Bridge] = []
    private var health = BridgeHealth()

    /// A directory with the profile's own server only.
    ///
    /// - Parameters:
    ///   - order: the transports that are used.
    ///   - seed: what makes the order this client's own: something that it has and others have not, of any length.
    ///   - own: the profile's server.
    public init(order: [TransportKind], seed: [UInt8], own: Bridge) {
        self.order = order
        self.seed = seed
        self.own = own
    }

    /// Takes the bridges of a manifest in place of those before; none without a manifest. What is known of bridges that
    /// stay is kept. Bridges without a transport that is used are passed over.
    public mutating func replace(with bridges: [Bridge]) {
        let usable = bridges.prefix(Self.maximumBridges).filter { bridge in order.contains { bridge.ports[$0] != nil } }
        let kept = Set(usable)
        let ranked = kept.map { (rank: Array(SHA256.hash(data: seed + "\($0)".utf8)), bridge: $0) }
        listed = ranked.sorted { $0.rank.lexicographicallyPrecedes($1.rank) }.map(\.bridge)
        health.keep(kept)
    }

    /// What to dial now, in order, as many as one search takes: the manifest's bridges, those that failed lately after
    /// the others, and at the end the profile's own server, unless the manifest has given it another place before.
    ///
    /// - Parameter favourite: what is dialled before everything else. Its bridge comes first, so that a session that is
    ///   to be saved meets the same server before any other.
    public func inOrder(now: ContinuousClock.Instant, startingWith favourite: Endpoint? = nil) -> [Bridge] {
        var bridges = health.sorted(listed, now: now)
        if let favourite, let bridge = (bridges + [own]).first(where: { $0.leads(to: favourite) }) {
            bridges = [bridge] + bridges.filter { $0 != bridge }
        }
        let search = bridges.prefix(Dialer.maximumBridges)
        return search.contains(own) ? Array(search) : search.prefix(Dialer.maximumBridges - 1) + [own]
    }

    /// A bridge was tried and did not work: that to which `endpoint` belongs.
    public mutating func failed(_ endpoint: Endpoint, now: ContinuousClock.Instant) {
        for bridge in listed where bridge.leads(to: endpoint) { health.failed(bridge, now: now) }
    }

    /// No bridge at `host` works, for example because the name has no address.
    public mutating func failed(_ host: String, now: ContinuousClock.Instant) {
        for bridge in listed where bridge.host == host { health.failed(bridge, now: now) }
    }

    /// A bridge works: that to which `endpoint` belongs.
    public mutating func worked(_ endpoint: Endpoint) {
        for bridge in listed where bridge.leads(to: endpoint) { health.worked(bridge) }
    }

    /// Whatever is at `host` works.
    public mutating func worked(_ host: String) {
        for bridge in listed where bridge.host == host { health.worked(bridge) }
    }
}

extension BridgeDirectory {
    /// True while a bridge of the directory has this host, transport and port.
    public func knows(_ endpoint: Endpoint) -> Bool {
        all.contains { $0.leads(to: endpoint) }
    }

    /// The same address of the same bridge by another transport; `nil` when the bridge does not have it, or it is not
    /// used.
    public func endpoint(_ kind: TransportKind, besides endpoint: Endpoint) -> Endpoint? {
        guard order.contains(kind) else { return nil }
        let port = all.lazy.filter { $0.leads(to: endpoint) }.compactMap { $0.ports[kind] }.first
        return port.map { port in
            Endpoint(transport: kind, address: SocketAddress(endpoint.address.ip, port: port), host: endpoint.host)
        }
    }

    /// True when a transport is used and some bridge has it.
    public func offers(_ kind: TransportKind) -> Bool {
        order.contains(kind) && all.contains { $0.ports[kind] != nil }
    }

    private var all: [Bridge] { listed + [own] }
}
