import AuraTransport
import AuraWire
import Testing

@Suite("Dialling") struct DialerTests {
    private static let address = DialWorld.Answer.addresses(DialFixtures.addresses("192.0.2.1"))
    private let bridge = DialFixtures.bridge("vpn.test")

    @Test("What fails at once is followed by the next at once, and the end is told") func failures() async {
        let world = DialWorld(["vpn.test": Self.address])
        let elapsed = await ContinuousClock().measure {
            await world.dialer.dial([bridge], stagger: .seconds(3_600), report: world.note)
        }
        #expect(elapsed < .seconds(100), "the pause is much longer")
        #expect(
            world.report == [
                "trying udp 192.0.2.1:1", "failed udp 192.0.2.1:1", "trying quic 192.0.2.1:2",
                "failed quic 192.0.2.1:2", "trying tcp 192.0.2.1:3", "failed tcp 192.0.2.1:3", "exhausted",
            ])
    }

    @Test("What is slow is joined by the next after the pause, and both become ready") func stagger() async {
        let world = DialWorld(
            ["vpn.test": Self.address],
            delays: ["udp 192.0.2.1:1": .milliseconds(600), "quic 192.0.2.1:2": .milliseconds(1)])
        await world.dialer.dial([bridge], stagger: .milliseconds(50), report: world.note)
        let order = world.report.filter { $0.hasPrefix("ready") }
        #expect(order == ["ready quic 192.0.2.1:2", "ready udp 192.0.2.1:1"])
        #expect(world.report.last == "exhausted")
    }

    @Test("A search that is called off closes what comes too late, and says nothing more")
    func cancelled() async {
        let world = DialWorld(["vpn.test": Self.address], delays: ["udp 192.0.2.1:1": .milliseconds(100)])
        let search = Task { [bridge] in
            await world.dialer.dial([bridge], stagger: .seconds(30), report: world.note)
        }
        while world.report.isEmpty { await Task.yield() }
        search.cancel()
        await search.value
        #expect(world.report == ["trying udp 192.0.2.1:1"])
        #expect(world.links.count == 1 && world.links.allSatisfy { $0.closeReason != nil })
    }

    @Test("A name without addresses ends the search; addresses from before still serve") func names() async {
        let world = DialWorld(["vpn.test": Self.address])
        let dialer = world.dialer
        await dialer.dial([DialFixtures.bridge("other.test")], report: world.note)
        #expect(world.report == ["unresolved other.test", "exhausted"])

        let narrow = DialFixtures.bridge("vpn.test", [.udp: 1])
        await dialer.dial([narrow], report: world.note)
        world.set("vpn.test", .failure)
        world.forgetReport()
        await dialer.dial([narrow], report: world.note)
        #expect(
            Set(world.report) == [
                "trying udp 192.0.2.1:1", "unresolved vpn.test", "failed udp 192.0.2.1:1", "exhausted",
            ])
    }

    @Test("Addresses from before do not wait for a name service that is silent") func knownAtOnce() async {
        let world = DialWorld(["vpn.test": Self.address])
        let dialer = world.dialer
        await dialer.dial([bridge], report: world.note)
        world.set("vpn.test", .silence)
        world.forgetReport()
        let search = Task { [bridge] in
            await dialer.dial([bridge], stagger: .seconds(3_600), report: world.note)
        }
        while world.report.count < 6 { await Task.yield() }
        search.cancel()
        await search.value
        #expect(
            world.report.first == "trying udp 192.0.2.1:1"
                && world.report.last == "failed tcp 192.0.2.1:3")
    }

    @Test("What worked last is dialled before any name is looked up") func first() async {
        let last = DialFixtures.endpoint(.tcp, "vpn.test", "192.0.2.9:3")
        let world = DialWorld(["vpn.test": Self.address], delays: ["\(last)": .milliseconds(1)])
        let search = Task { [bridge] in
            await world.dialer.dial([bridge], first: last, stagger: .seconds(3_600), report: world.note)
        }
        while world.report.count < 2 { await Task.yield() }
        #expect(world.report == ["trying \(last)", "ready \(last)"])
        #expect(world.lookUps.isEmpty, "the pause is not over")
        search.cancel()
        await search.value
    }

    @Test("A name is looked up only when it is its bridge's turn, and each only once") func turns() async {
        let world = DialWorld(
            ["vpn.test": Self.address, "next.test": .addresses(DialFixtures.addresses("192.0.2.2"))],
            delays: ["udp 192.0.2.2:1": .milliseconds(1)])
        let bridges = [
            bridge, DialFixtures.bridge("192.0.2.7"), DialFixtures.bridge("next.test"),
            DialFixtures.bridge("next.test", [.tcp: 9]), DialFixtures.bridge("never.test"),
        ]
        let search = Task {
            await world.dialer.dial(bridges, stagger: .seconds(3_600), report: world.note)
        }
        while !world.report.contains("ready udp 192.0.2.2:1") { await Task.yield() }
        #expect(world.lookUps == ["vpn.test", "next.test"])
        #expect(world.report.contains("failed tcp 192.0.2.7:3"), "an address in text needs none")
        search.cancel()
        await search.value
        await world.dialer.dial(bridges, stagger: .milliseconds(1), report: world.note)
        #expect(world.lookUps.suffix(3) == ["vpn.test", "next.test", "never.test"])
    }

    @Test("A look-up that hangs holds up the next bridge by one pause only") func hanging() async {
        let world = DialWorld([
            "vpn.test": .silence, "mute.test": .silence,
            "next.test": .addresses(DialFixtures.addresses("192.0.2.2")),
        ])
        let bridges = ["vpn.test", "mute.test", "next.test"].map { DialFixtures.bridge($0, [.udp: 1]) }
        let begin = ContinuousClock.now
        let search = Task {
            await world.dialer.dial(bridges, stagger: .milliseconds(40), report: world.note)
        }
        while world.report.count < 2 { await Task.yield() }
        #expect(ContinuousClock.now - begin >= .milliseconds(80), "a pause for each that hangs")
        #expect(world.report == ["trying udp 192.0.2.2:1", "failed udp 192.0.2.2:1"])
        search.cancel()
        await search.value
        #expect(world.report.last != "exhausted")
    }

    @Test(
        "The last of many bridges has its turn while a search lasts, though all before it are silent")
    func quickInTheEnd() async {
        let silent = (1..<Dialer.maximumBridges).map { DialFixtures.bridge("192.0.2.\($0)") }
        let delays = silent.flatMap { bridge in
            ["udp \(bridge.host):1", "quic \(bridge.host):2", "tcp \(bridge.host):3"]
        }
        let world = DialWorld(delays: Dictionary(uniqueKeysWithValues: delays.map { ($0, .seconds(3_600)) }))
        let search = Task {
            await world.dialer.dial(silent + [DialFixtures.bridge("198.51.100.1")], report: world.note)
        }
        let begin = ContinuousClock.now
        while !world.report.contains("failed tcp 198.51.100.1:3") {
            try? await Task.sleep(for: .milliseconds(5))
        }
        // A client gives a search up after eight seconds.
        #expect(ContinuousClock.now - begin < .seconds(8))
        search.cancel()
        await search.value
        let tries = world.report.filter { $0.hasPrefix("trying") }
        #expect(tries.count == 3 * Dialer.maximumBridges)
    }

    @Test("So many look-ups may hang, and no more; addresses from before still serve")
    func lookUpBound() async {
        let hosts = (0...Dialer.maximumLookUps).map { "host\($0).test" }
        let world = DialWorld(Dictionary(uniqueKeysWithValues: hosts.map { ($0, .silence) }))
        let dialer = world.dialer
        let searches = hosts.dropLast().map { host in
            Task { await dialer.dial([DialFixtures.bridge(host)], report: world.note) }
        }
        while world.lookUps.count < Dialer.maximumLookUps { await Task.yield() }
        await dialer.dial([DialFixtures.bridge(hosts[Dialer.maximumLookUps])], report: world.note)
        #expect(world.report == ["unresolved host\(Dialer.maximumLookUps).test", "exhausted"])
        #expect(world.lookUps.count == Dialer.maximumLookUps, "the last was not asked for")
        for search in searches { search.cancel() }
        for search in searches { await search.value }
        world.set(hosts[0], Self.address)
        world.forgetReport()
        await dialer.dial([DialFixtures.bridge(hosts[0])], report: world.note)
        #expect(world.report.contains("failed tcp 192.0.2.1:3"), "there is room again")
    }

    @Test("Addresses of so many names are kept, and the oldest answer goes") func knownBound() async {
        let hosts = (0...Dialer.maximumKnownHosts).map { "host\($0).test" }
        let world = DialWorld(Dictionary(uniqueKeysWithValues: hosts.map { ($0, Self.address) }))
        let dialer = world.dialer
        for host in hosts { await dialer.dial([DialFixtures.bridge(host)], report: world.note) }
        for host in hosts { world.set(host, .failure) }
        world.forgetReport()
        await dialer.dial([DialFixtures.bridge(hosts[0])], report: world.note)
        #expect(world.report == ["unresolved host0.test", "exhausted"])
        world.forgetReport()
        await dialer.dial([DialFixtures.bridge(hosts[1])], report: world.note)
        #expect(world.report.contains("failed udp 192.0.2.1:1"))
    }
}
