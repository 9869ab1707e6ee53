import AuraTransport
import AuraWire
import Synchronization
import Testing

@Suite("Dialling") struct DialerTests {
    /// Opens links as a script says, and keeps what was asked.
    private final class Network: Sendable {
        let opened = Mutex<[Endpoint]>([])
        let links = Mutex<[SimulatedLink]>([])
        let answers: [String: Duration]
        let network = SimulatedNetwork(seed: 1)
        let clock = VirtualClock()

        /// - Parameter answers: how long each endpoint takes to open; others fail at once.
        init(_ answers: [String: Duration]) {
            self.answers = answers
        }

        func open(_ endpoint: Endpoint) async throws(TransportError) -> any Link {
            opened.withLock { $0.append(endpoint) }
            guard let delay = answers["\(endpoint)"] else {
                throw .notConnected(endpoint.transport, endpoint.address, "the script says so")
            }
            try? await Task.sleep(for: delay)
            let link = SimulatedLink(
                on: network, clock: clock, address: endpoint.address, transport: endpoint.transport)
            links.withLock { $0.append(link) }
            return link
        }
    }

    private final class Report: Sendable {
        let events = Mutex<[String]>([])

        func note(_ event: Dialer.Event) {
            let text =
                switch event {
                case .trying(let endpoint): "trying \(endpoint)"
                case .ready(let endpoint, _): "ready \(endpoint)"
                case .failed(let endpoint, _): "failed \(endpoint)"
                case .unresolved: "unresolved"
                case .exhausted: "exhausted"
                }
            events.withLock { $0.append(text) }
        }

        var all: [String] { events.withLock { $0 } }
    }

    private static let bridges = [Bridge(host: "vpn.test", ports: [.udp: 1, .quic: 2, .tcp: 3])]

    private func dialer(_ network: Network, names: [IPAddress]? = [IPAddress("192.0.2.1")!]) -> Dialer {
        Dialer(
            order: [.udp, .quic, .tcp],
            resolve: { host throws(ResolveError) in
                guard let names else { throw .failed(host, "the script says so") }
                return names
            }, open: { endpoint throws(TransportError) in try await network.open(endpoint) })
    }

    @Test("What fails at once is followed by the next at once, and the end is told") func failures() async {
        let (network, report) = (Network([:]), Report())
        let elapsed = await ContinuousClock().measure {
            await dialer(network).dial(Self.bridges, stagger: .seconds(3_600)) { report.note($0) }
        }
        #expect(elapsed < .seconds(100), "the pause is much longer")
        #expect(
            report.all == [
                "trying udp 192.0.2.1:1", "failed udp 192.0.2.1:1", "trying quic 192.0.2.1:2",
                "failed quic 192.0.2.1:2", "trying tcp 192.0.2.1:3", "failed tcp 192.0.2.1:3", "exhausted",
            ])
    }

    @Test("What is slow is joined by the next after the pause, and both become ready") func stagger() async {
        let network = Network(["udp 192.0.2.1:1": .milliseconds(600), "quic 192.0.2.1:2": .milliseconds(1)])
        let report = Report()
        await dialer(network).dial(Self.bridges, stagger: .milliseconds(50)) { report.note($0) }
        let order = report.all.filter { $0.hasPrefix("ready") }
        #expect(order == ["ready quic 192.0.2.1:2", "ready udp 192.0.2.1:1"])
        #expect(report.all.last == "exhausted")
    }

    @Test("A search that is called off closes what comes too late, and says nothing more") func cancelled() async throws
    {
        let (network, report) = (Network(["udp 192.0.2.1:1": .milliseconds(100)]), Report())
        let search = Task { [dialer = dialer(network)] in
            await dialer.dial(Self.bridges, stagger: .seconds(30)) { report.note($0) }
        }
        while report.all.isEmpty { await Task.yield() }
        search.cancel()
        await search.value
        #expect(report.all == ["trying udp 192.0.2.1:1"])
        let links = network.links.withLock { $0 }
        #expect(links.count == 1 && links.allSatisfy { $0.closeReason != nil })
    }

    @Test("A name without addresses ends the search; addresses from before still serve") func names() async {
        let (network, report) = (Network([:]), Report())
        await dialer(network, names: nil).dial(Self.bridges) { report.note($0) }
        #expect(report.all == ["unresolved", "exhausted"])

        let answers = Mutex<[[IPAddress]]>([[IPAddress("192.0.2.1")!]])
        let moody = Dialer(
            order: [.udp],
            resolve: { host throws(ResolveError) in
                let next = answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                guard let next else { throw .failed(host, "gone") }
                return next
            }, open: { endpoint throws(TransportError) in try await network.open(endpoint) })
        let second = Report()
        await moody.dial(Self.bridges) { _ in }
        await moody.dial(Self.bridges) { second.note($0) }
        #expect(Set(second.all) == ["trying udp 192.0.2.1:1", "unresolved", "failed udp 192.0.2.1:1", "exhausted"])
    }

    @Test("A look-up that hangs holds up the next bridge by one pause only") func hangingLookUp() async throws {
        let (network, report) = (Network([:]), Report())
        let dialer = Dialer(
            order: [.udp],
            resolve: { host throws(ResolveError) in
                do { try await Task.sleep(for: .seconds(3_600)) } catch { throw .failed(host, "called off") }
                return []
            }, open: { endpoint throws(TransportError) in try await network.open(endpoint) })
        let bridges = [Bridge(host: "slow.test", ports: [.udp: 1]), Bridge(host: "192.0.2.7", ports: [.udp: 2])]
        let search = Task { await dialer.dial(bridges, stagger: .milliseconds(20)) { report.note($0) } }
        while !report.all.contains("failed udp 192.0.2.7:2") { try await Task.sleep(for: .milliseconds(5)) }
        search.cancel()
        await search.value
        #expect(!report.all.contains("exhausted"))
    }
}
