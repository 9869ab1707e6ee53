import AuraSession
import AuraTransport
import AuraWire
import Testing

@Suite("Silence, restarts and sleep")
struct LivenessTests {
    /// Sends a packet every `interval` for `duration`.
    private func stream(_ client: ClientNode, in world: World, every interval: Duration, for duration: Duration) {
        for _ in 0..<Int(duration / interval) {
            client.send(NumberedPacket.make(1))
            world.run(for: interval)
        }
    }

    @Test("A server that vanishes is noticed in time, however the traffic goes", arguments: [7, 50, 100, 450, 900])
    func vanishes(interval: Int) throws {
        let (world, client) = try World.connected()
        for _ in 0..<(5_000 / interval) {
            client.send(NumberedPacket.make(1))
            world.server.send(NumberedPacket.make(1), to: "alice")
            world.run(for: .milliseconds(interval))
        }
        #expect(client.looks.count == 1)
        world.server.isDown = true
        let gone = world.now
        stream(client, in: world, every: .milliseconds(interval), for: .seconds(4))
        let noticed = try #require(client.looks.dropFirst().first)
        #expect(noticed.cause == .silence && noticed.at - gone <= .milliseconds(600 + interval + 60))
    }

    @Test("An idle client notices after its next keepalive")
    func idle() throws {
        let (world, client) = try World.connected()
        world.server.isDown = true
        try world.run(atMost: .milliseconds(15_000 + 600)) { client.looks.count == 2 }
    }

    @Test("A client tries again for ever, with short pauses that vary")
    func retries() throws {
        let (world, client) = try World.connected()
        world.server.isDown = true
        client.send([1])
        world.run(for: .seconds(3_600))
        #expect(client.lost == [.expired])
        let pauses = client.failures.map(\.pause)
        #expect(pauses.count > 900 && pauses.allSatisfy { $0 <= .milliseconds(1_500) && $0 >= .milliseconds(100) })
        #expect(Set(pauses).count > 100)
        let times = client.looks.map(\.at)
        #expect(zip(times.dropFirst(2), times.dropFirst(1)).allSatisfy { $0 - $1 <= .seconds(5) })
        world.server.restart(Cast.shared.serverConfiguration())
        try world.run(atMost: .seconds(5)) { client.session != nil }
    }

    @Test("A client without any path asks again, with pauses")
    func noPath() throws {
        let world = World()
        let client = world.add()
        client.hasPath = false
        world.run(for: .seconds(60))
        #expect((40...160).contains(client.looks.count) && world.network.recording.isEmpty)
        client.hasPath = true
        try world.run(atMost: .seconds(2)) { client.session != nil }
    }

    @Test(
        "Traffic again within 5 s of a restart from any phase, whatever the client's clock says",
        arguments: [-200, -20, 0, 20, 200])
    func restart(skew: Int) throws {
        for seed in 0..<20 {
            var random = SplitMix64(seed: UInt64(seed))
            let world = World(seed: UInt64(seed))
            world.run(for: .seconds(201))
            let client = world.add()
            client.skew = .seconds(skew)
            try world.run(atMost: .seconds(5)) { client.session != nil }
            stream(client, in: world, every: .milliseconds(100), for: .milliseconds(Int(random.next() % 130_000)))
            if random.next() % 2 == 0 { world.server.stop() }
            world.server.isDown = true
            stream(client, in: world, every: .milliseconds(100), for: .milliseconds(Int(random.next() % 8_000)))
            world.server.restart(Cast.shared.serverConfiguration())
            let before = world.server.received.count
            stream(client, in: world, every: .milliseconds(100), for: .seconds(5))
            #expect(world.server.received.count > before, "seed \(seed)")
        }
    }

    @Test("A client that slept for an hour begins anew at once")
    func sleep() throws {
        let (world, client) = try World.connected()
        world.run(for: .seconds(10))
        world.jump(.seconds(3_600))
        let woke = world.now
        try world.run(atMost: .milliseconds(100)) { client.established.count == 2 }
        #expect(client.lost == [.expired] && client.looks.last?.cause == .start)
        #expect(world.now - woke <= .milliseconds(50) && world.server.ended.count == 1)
    }

    @Test("An idle session lives for hours on keepalives, with new keys every two minutes")
    func hours() throws {
        let (world, client) = try World.connected()
        world.run(for: .seconds(3 * 3_600))
        #expect(client.established.count == 1 && world.server.ended.isEmpty && client.failures.isEmpty)
        #expect((88...100).contains(client.rekeyed.count))
        #expect(world.server.table.count <= 2 && client.table.count <= 2)
    }

    @Test("A server forgets a session that has fallen silent, and all of its keys")
    func forgotten() throws {
        let (world, client) = try World.connected()
        world.network.blockBoth(client.address, world.server.address)
        world.run(for: .seconds(170))
        #expect(world.server.ended.isEmpty)
        world.run(for: .seconds(25))
        #expect(world.server.ended == [.idle] && world.server.table.count == 0)
        #expect(world.server.machine.sessionCount == 0 && world.server.machine.nextDeadline == nil)
    }
}
