import AuraTransport
import AuraWire
import Testing

@Suite("The bridges that a client knows") struct BridgeDirectoryTests {
    private static let own = Bridge(host: "own.test", ports: [.udp: 8443, .tcp: 8443, .quic: 8444])
    private static let start = ContinuousClock.now

    private func bridge(_ number: Int) -> Bridge { Bridge(host: "192.0.2.\(number)", ports: [.udp: 1, .tcp: 2]) }

    private func directory(seed: UInt8 = 1, _ bridges: [Bridge]) -> BridgeDirectory {
        var directory = BridgeDirectory(order: [.udp, .quic, .tcp], seed: [seed], own: Self.own)
        directory.replace(with: bridges)
        return directory
    }

    private func endpoint(_ bridge: Bridge, _ kind: TransportKind = .udp) -> Endpoint {
        Endpoint(
            transport: kind,
            address: SocketAddress(IPAddress(bridge.host) ?? IPAddress("198.51.100.1")!, port: bridge.ports[kind] ?? 0),
            host: bridge.host)
    }

    @Test("Without a manifest there is the profile's own server") func ownOnly() {
        #expect(directory([]).inOrder(now: Self.start) == [Self.own])
    }

    @Test("The order is a client's own, the same each time, and the own server is last") func stable() {
        let bridges = (1...8).map(bridge)
        let order = directory(bridges).inOrder(now: Self.start)
        #expect(order.last == Self.own)
        #expect(Set(order.dropLast()) == Set(bridges))
        #expect(directory(bridges.reversed()).inOrder(now: Self.start) == order)
        let others = (2...20).map { directory(seed: $0, bridges).inOrder(now: Self.start) }
        #expect(Set(others.map { $0[0] }).count > 3, "clients spread over the bridges")
    }

    @Test("Bridges keep their places when others come and go") func rendezvous() {
        let many = directory((1...8).map(bridge)).inOrder(now: Self.start)
        let fewer = directory((1...8).filter { $0 != 3 }.map(bridge)).inOrder(now: Self.start)
        #expect(fewer == many.filter { $0 != bridge(3) })
    }

    @Test("A bridge that failed comes after the others, for half a minute, then for twice as long") func coolDown() {
        var directory = directory((1...4).map(bridge))
        let order = directory.inOrder(now: Self.start)
        directory.failed(endpoint(order[0]), now: Self.start)
        let cooled = directory.inOrder(now: Self.start + .seconds(29))
        #expect(cooled == Array(order[1...3]) + [order[0], Self.own])
        let again = Self.start + .seconds(30)
        #expect(directory.inOrder(now: again) == order)
        directory.failed(endpoint(order[0]), now: again)
        #expect(directory.inOrder(now: again + .seconds(59)).first == order[1])
        #expect(directory.inOrder(now: again + .seconds(60)) == order)
        directory.failed(endpoint(order[0]), now: again + .seconds(60))
        directory.worked(endpoint(order[0]))
        #expect(directory.inOrder(now: again + .seconds(61)) == order)
    }

    @Test("Of more bridges than one search takes, later searches get to the others, and the own server is in each")
    func manySearches() {
        var directory = directory((1...40).map(bridge))
        var seen: Set<Bridge> = []
        var now = Self.start
        for _ in 0..<3 {
            let search = directory.inOrder(now: now)
            #expect(search.count == Dialer.maximumBridges)
            #expect(search.last == Self.own)
            for bridge in search.dropLast() { directory.failed(endpoint(bridge), now: now) }
            seen.formUnion(search.dropLast())
            now += .seconds(5)
        }
        #expect(seen.count == 40)
    }

    @Test("It knows its endpoints, and other transports at the same bridge") func lookUps() {
        let directory = directory([bridge(1)])
        let known = endpoint(bridge(1))
        #expect(directory.knows(known))
        #expect(directory.endpoint(.tcp, besides: known)?.description == "tcp 192.0.2.1:2")
        #expect(directory.endpoint(.quic, besides: known) == nil)
        let moved = Endpoint(
            transport: .udp, address: SocketAddress(IPAddress("192.0.2.1")!, port: 9), host: "192.0.2.1")
        #expect(!directory.knows(moved))
        #expect(directory.offers(.quic), "the own server has it")
        #expect(directory.knows(endpoint(Self.own)))
    }

    @Test("A manifest that goes takes its bridges along") func replaced() {
        var directory = directory([bridge(1)])
        directory.replace(with: [])
        #expect(directory.inOrder(now: Self.start) == [Self.own])
        #expect(!directory.knows(endpoint(bridge(1))))
    }
}
