import AuraTransport
import AuraWire
import Synchronization

/// What the tests of dialling share.
enum DialFixtures {
    static let order: [TransportKind] = [.udp, .quic, .tcp]
    static let ports: [TransportKind: UInt16] = [.udp: 1, .quic: 2, .tcp: 3]

    /// A bridge with every transport unless told otherwise.
    static func bridge(_ host: String, _ ports: [TransportKind: UInt16] = ports) -> Bridge {
        Bridge(host: host, ports: ports)
    }

    static func endpoint(_ kind: TransportKind, _ host: String, _ address: String) -> Endpoint {
        Endpoint(transport: kind, address: SocketAddress(address)!, host: host)
    }

    static func addresses(_ texts: String...) -> [IPAddress] { texts.map { IPAddress($0)! } }
}

/// Names and links as a script says, and what was asked.
final class DialWorld: Sendable {
    /// How a name is answered.
    enum Answer: Sendable {
        case addresses([IPAddress])
        case failure
        /// Not before the search is called off.
        case silence
    }

    private let names: Mutex<[String: Answer]>
    /// How long each endpoint takes to open; others fail at once.
    private let delays: [String: Duration]
    private let asked = Mutex<[String]>([])
    private let opened = Mutex<[SimulatedLink]>([])
    private let events = Mutex<[String]>([])
    private let network = SimulatedNetwork(seed: 1)
    private let clock = VirtualClock()

    init(_ names: [String: Answer] = [:], delays: [String: Duration] = [:]) {
        self.names = Mutex(names)
        self.delays = delays
    }

    var dialer: Dialer {
        Dialer(
            order: DialFixtures.order,
            resolve: { host throws(ResolveError) in try await self.resolve(host) },
            open: { endpoint throws(TransportError) in try await self.open(endpoint) })
    }

    /// The names that were looked up, in order.
    var lookUps: [String] { asked.withLock { $0 } }
    /// The links that were opened.
    var links: [SimulatedLink] { opened.withLock { $0 } }
    /// What was reported since the last time, in words.
    var report: [String] { events.withLock { $0 } }

    func forgetReport() {
        events.withLock { $0 = [] }
    }

    func set(_ host: String, _ answer: Answer) {
        names.withLock { $0[host] = answer }
    }

    @Sendable func note(_ event: Dialer.Event) {
        let text =
            switch event {
            case .trying(let endpoint): "trying \(endpoint)"
            case .ready(let endpoint, _): "ready \(endpoint)"
            case .failed(let endpoint, _): "failed \(endpoint)"
            case .unresolved(let host, _): "unresolved \(host)"
            case .exhausted: "exhausted"
            }
        events.withLock { $0.append(text) }
    }

    private func resolve(_ host: String) async throws(ResolveError) -> [IPAddress] {
        asked.withLock { $0.append(host) }
        switch names.withLock({ $0[host] }) {
        case .addresses(let addresses): return addresses
        case .failure, nil: throw .failed(host, "the script says so")
        case .silence:
            try? await Task.sleep(for: .seconds(3_600))
            throw .failed(host, "no answer")
        }
    }

    private func open(_ endpoint: Endpoint) async throws(TransportError) -> any Link {
        guard let delay = delays["\(endpoint)"] else {
            throw .notConnected(endpoint.transport, endpoint.address, "the script says so")
        }
        try? await Task.sleep(for: delay)
        let link = SimulatedLink(on: network, clock: clock, address: endpoint.address, transport: endpoint.transport)
        opened.withLock { $0.append(link) }
        return link
    }
}
