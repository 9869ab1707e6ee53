import AuraTransport
import AuraWire
import Testing

@Suite("The bridges that a client knows") struct BridgeDirectoryTests {
    private let start = ContinuousClock.now
    private let own = DialFixtures.bridge("own.test")

    private static func bridges(_ numbers: ClosedRange<Int>) -> [Bridge] {
        numbers.map { DialFixtures.bridge("bridge\($0).test") }
    }

    private func directory(_ bridges: [Bridge] = [], seed: UInt8 = 1) -> BridgeDirectory {
        var directory = BridgeDirectory(order: DialFixtures.order, seed: [seed, 2, 3], own: own)
        directory.replace(with: bridges)
        return directory
    }

    private static func way(_ bridge: Bridge, _ kind: TransportKind = .udp) -> Endpoint {
        Endpoint(
            transport: kind,
            address: SocketAddress(IPAddress("192.0.2.1")!, port: bridge.ports[kind] ?? 0),
            host: bridge.host)
    }

    @Test("Without a manifest there is the profile's own server") func alone() {
        #expect(directory().inOrder(now: start) == [own])
        var emptied = directory(Self.bridges(1...3))
        #expect(emptied.inOrder(now: start).count == 4)
        emptied.replace(with: [])
        #expect(emptied.inOrder(now: start) == [own])
    }

    @Test("The order is a client's own, whatever the manifest's, and ends with the profile's server")
    func order() {
        let bridges = Self.bridges(1...8)
        let order = directory(bridges).inOrder(now: start)
        #expect(order.dropLast().sorted { $0.host < $1.host } == bridges && order.last == own)
        #expect(directory(bridges.reversed()).inOrder(now: start) == order)
        let others = (2...9).map { directory(bridges, seed: $0).inOrder(now: start) }
        #expect(Set(others.map { $0.map(\.host) }).count == others.count, "40,320 orders")
    }

    @Test("All clients together use all bridges alike") func spread() {
        let bridges = Self.bridges(1...4)
        var counts: [String: Int] = [:]
        for seed in 0...255 {
            counts[directory(bridges, seed: UInt8(seed)).inOrder(now: start)[0].host, default: 0] += 1
        }
        #expect(
            counts.count == 4 && counts.values.allSatisfy { (40...90).contains($0) },
            "64 expected: \(counts)")
    }

    @Test("Bridges keep their places when others come and go") func stability() {
        let many = directory(Self.bridges(1...12)).inOrder(now: start)
        let few = directory(Self.bridges(4...9)).inOrder(now: start)
        #expect(many.filter(few.contains) == few)
    }

    @Test("An equal bridge gives the profile's server its place; one with other ports does not")
    func ownListed() {
        let places = (1...20).map { seed in
            directory(Self.bridges(1...5) + [own], seed: seed).inOrder(now: start).firstIndex(of: own)
        }
        #expect(places.contains { $0 != 5 } && !places.contains(nil))
        let moved = DialFixtures.bridge("own.test", [.udp: 7])
        let order = directory([moved]).inOrder(now: start)
        #expect(order == [moved, own])
    }

    @Test("What cannot be used or is there twice is passed over") func unusable() {
        let bridge = DialFixtures.bridge("bridge.test")
        #expect(
            directory([bridge, DialFixtures.bridge("none.test", [:]), bridge]).inOrder(now: start) == [
                bridge, own,
            ])
        var narrow = BridgeDirectory(order: [.udp], seed: [], own: own)
        narrow.replace(with: [DialFixtures.bridge("quic.test", [.quic: 2]), bridge])
        #expect(narrow.inOrder(now: start) == [bridge, own])
        #expect(narrow.offers(.udp) && !narrow.offers(.quic), "it is not used")
    }

    @Test("So many bridges are kept and no more") func bound() {
        let all = (1...(BridgeDirectory.maximumBridges + 1)).map {
            DialFixtures.bridge("bridge\($0).test")
        }
        let full = directory(all)
        #expect(full.knows(Self.way(all[BridgeDirectory.maximumBridges - 1])))
        #expect(!full.knows(Self.way(all[BridgeDirectory.maximumBridges])))
    }

    @Test("A bridge that failed comes after the others, for longer each time, until it works")
    func coolDown() {
        var directory = directory(Self.bridges(1...3))
        let order = directory.inOrder(now: start)
        let way = Self.way(order[0])
        var now = start
        var pauses: [Duration] = []
        for _ in 0..<7 {
            directory.failed(way, now: now)
            #expect(directory.inOrder(now: now) == [order[1], order[2], order[0], own])
            let failed = now
            while directory.inOrder(now: now) != order { now += .seconds(1) }
            pauses.append(now - failed)
        }
        #expect(pauses == [30, 60, 120, 240, 480, 600, 600].map { .seconds($0) })
        directory.worked(way)
        directory.failed(way, now: now)
        #expect(directory.inOrder(now: now + BridgeDirectory.firstCoolDown) == order)
    }

    @Test("Several failures of one search are one; one while it cools down begins that anew")
    func oneFailure() {
        var directory = directory(Self.bridges(1...3))
        let order = directory.inOrder(now: start)
        for kind in TransportKind.allCases { directory.failed(Self.way(order[0], kind), now: start) }
        #expect(directory.inOrder(now: start + BridgeDirectory.firstCoolDown) == order)
        directory.failed(Self.way(order[0]), now: start + .seconds(20))
        #expect(directory.inOrder(now: start + .seconds(49)) != order)
        #expect(directory.inOrder(now: start + .seconds(50)) == order)
    }

    @Test(
        "A host whose name has no address fails with all its bridges; an endpoint with its own only")
    func hosts() {
        let twins = [
            DialFixtures.bridge("twin.test", [.udp: 1]), DialFixtures.bridge("twin.test", [.udp: 2]),
        ]
        var directory = directory(twins + Self.bridges(1...1))
        let order = directory.inOrder(now: start)
        directory.failed("twin.test", now: start)
        #expect(directory.inOrder(now: start) == Self.bridges(1...1) + order.filter(twins.contains) + [own])
        directory.worked("twin.test")
        #expect(directory.inOrder(now: start) == order)
        directory.failed(Self.way(twins[0]), now: start)
        #expect(
            directory.inOrder(now: start) == order.filter { $0 != twins[0] && $0 != own } + [
                twins[0], own,
            ])
    }

    @Test("What is known of a bridge that stays is kept, and of one that went is not") func replaced() {
        var directory = directory(Self.bridges(1...3))
        let order = directory.inOrder(now: start)
        directory.failed(Self.way(order[0]), now: start)
        directory.replace(with: Self.bridges(1...3))
        #expect(directory.inOrder(now: start) == [order[1], order[2], order[0], own])
        directory.replace(with: [order[1]])
        directory.replace(with: Self.bridges(1...3))
        #expect(directory.inOrder(now: start) == order)
    }

    @Test(
        "When all are dead, each search gets to others, all have their turn, and the own server in each"
    )
    func rotation() {
        let bridges = Self.bridges(1...50)
        var directory = directory(bridges)
        var (now, tried) = (start, [[Bridge]]())
        for _ in 0..<5 {
            let search = directory.inOrder(now: now)
            #expect(search.count == Dialer.maximumBridges && search.last == own)
            tried.append(search.dropLast())
            now += .seconds(8)
            for bridge in search { directory.failed(Self.way(bridge), now: now) }
        }
        #expect(Set(tried[..<4].joined()) == Set(bridges), "four searches are enough for 50")
        #expect(Set(tried[..<3].joined()).count == 45, "none is tried again before all have been")
        #expect(Set(tried[4]).isDisjoint(with: tried[3]), "those that have waited longest come first")
    }

    @Test("The same holds for bridges that share a host") func rotationAtOneHost() {
        let bridges = (1...40).map { DialFixtures.bridge("one.test", [.udp: UInt16($0)]) }
        var directory = directory(bridges)
        var tried: Set<Bridge> = []
        for second in 0..<3 {
            let search = directory.inOrder(now: start + .seconds(second))
            tried.formUnion(search.dropLast())
            for bridge in search { directory.failed(Self.way(bridge), now: start + .seconds(second)) }
        }
        #expect(tried == Set(bridges))
    }

    @Test("An own server that is far down the list has a place nevertheless, once") func ownFarDown() {
        for seed in 1...20 {
            let search = directory(Self.bridges(1...200) + [own], seed: UInt8(seed)).inOrder(now: start)
            #expect(search.count == Dialer.maximumBridges && search.filter { $0 == own }.count == 1)
        }
    }

    @Test("The bridge of what worked last comes first, however far down it is") func favourite() {
        let bridges = Self.bridges(1...50)
        let directory = directory(bridges)
        let order = directory.inOrder(now: start)
        for bridge in bridges {
            let search = directory.inOrder(now: start, startingWith: Self.way(bridge, .tcp))
            #expect(search.first == bridge && search.last == own && search.count == Dialer.maximumBridges)
        }
        let search = directory.inOrder(now: start, startingWith: Self.way(own))
        #expect(search.first == own && search.dropFirst() == order.prefix(Dialer.maximumBridges - 1))
        #expect(
            directory.inOrder(now: start, startingWith: Self.way(DialFixtures.bridge("gone.test")))
                == order)
    }

    @Test("It knows hosts with their transports and ports") func knows() {
        let directory = directory([DialFixtures.bridge("bridge.test", [.udp: 1, .tcp: 3])])
        #expect(directory.knows(DialFixtures.endpoint(.tcp, "bridge.test", "192.0.2.1:3")))
        #expect(directory.knows(DialFixtures.endpoint(.quic, "own.test", "192.0.2.1:2")))
        #expect(!directory.knows(DialFixtures.endpoint(.tcp, "bridge.test", "192.0.2.1:4")))
        #expect(!directory.knows(DialFixtures.endpoint(.quic, "bridge.test", "192.0.2.1:2")))
        #expect(!directory.knows(DialFixtures.endpoint(.tcp, "other.test", "192.0.2.1:3")))
    }

    @Test(
        "Another transport is found at the same bridge and address, also where bridges share a host")
    func besides() {
        let directory = directory([
            DialFixtures.bridge("twin.test", [.udp: 11, .tcp: 13]),
            DialFixtures.bridge("twin.test", [.udp: 21, .quic: 22]),
            DialFixtures.bridge("twin.test", [.quic: 32, .tcp: 13]),
        ])
        let tcp = DialFixtures.endpoint(.tcp, "twin.test", "192.0.2.1:13")
        #expect(
            directory.endpoint(.udp, besides: tcp)
                == DialFixtures.endpoint(.udp, "twin.test", "192.0.2.1:11"))
        #expect(
            directory.endpoint(.quic, besides: tcp)
                == DialFixtures.endpoint(.quic, "twin.test", "192.0.2.1:32"))
        #expect(directory.endpoint(.tcp, besides: tcp) == tcp)
        let udp = DialFixtures.endpoint(.udp, "twin.test", "192.0.2.1:21")
        #expect(
            directory.endpoint(.quic, besides: udp)
                == DialFixtures.endpoint(.quic, "twin.test", "192.0.2.1:22"))
        #expect(directory.endpoint(.tcp, besides: udp) == nil)
        #expect(
            directory.endpoint(.udp, besides: DialFixtures.endpoint(.tcp, "gone.test", "192.0.2.1:13"))
                == nil)
    }
}
