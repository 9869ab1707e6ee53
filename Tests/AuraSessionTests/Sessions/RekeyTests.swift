import AuraPKI
import AuraSession
import AuraTransport
import AuraWire
import Testing

@Suite("New keys")
struct RekeyTests {
    /// Clocks that run fast, so that a stream sees many rekeys.
    private static func fast(_ timing: inout SessionTiming) {
        timing.rekeyAfter = .seconds(12)
        timing.rekeyJitter = .seconds(2)
        timing.rejectAfter = .seconds(40)
        timing.grace = .seconds(5)
    }

    private static func world(seed: UInt64, _ conditions: NetworkConditions) -> (World, ClientNode) {
        var server = Cast.shared.serverConfiguration()
        var client = Cast.shared.clientConfiguration()
        fast(&server.timing)
        fast(&client.timing)
        let world = World(seed: seed, conditions, server: server)
        return (world, world.add(client))
    }

    @Test(
        "Numbered packets across many rekeys: none twice, none altered, no gap but the network's",
        arguments: [0, 0.01, 0.05, 0.2])
    func stream(loss: Double) throws {
        for seed in 0..<3 {
            let (world, client) = Self.world(seed: UInt64(seed), .rough(loss: loss))
            try world.run(atMost: .seconds(30)) { client.session != nil }
            let count = 4_000
            for number in 0..<count {
                client.send(NumberedPacket.make(number))
                world.server.send(NumberedPacket.make(number), to: client.name)
                world.run(for: .milliseconds(20))
            }
            world.run(for: .milliseconds(200))
            #expect(client.rekeyed.count >= 4 && client.established.count == 1 && client.lost.isEmpty)
            #expect(client.sealErrors.isEmpty)
            expectWhole(world.server.received.map(\.packet), of: count, loss: loss)
            expectWhole(client.received.map(\.packet), of: count, loss: loss)
        }
    }

    private func expectWhole(_ packets: [[UInt8]], of count: Int, loss: Double) {
        let numbers = packets.map { NumberedPacket.number(of: $0) ?? -1 }
        let distinct = Set(numbers)
        #expect(!distinct.contains(-1), "a packet was altered")
        #expect(distinct.count == numbers.count, "a packet was delivered twice")
        let share = 1 - Double(distinct.count) / Double(count)
        #expect(abs(share - loss) < 0.03 * (loss > 0 ? 1 : 0) + 0.001)
        #expect(longestGap(in: distinct, of: count) <= (loss == 0 ? 0 : loss < 0.1 ? 6 : 12))
    }

    private func longestGap(in numbers: Set<Int>, of count: Int) -> Int {
        var (gap, longest) = (0, 0)
        for number in 0..<count {
            gap = numbers.contains(number) ? 0 : gap + 1
            longest = max(longest, gap)
        }
        return longest
    }

    @Test("Old keys open what was under way for their grace, and are gone after it")
    func grace() throws {
        let (world, client) = try World.connected()
        let session = try #require(client.session)
        world.run(for: .seconds(100))
        let late = try (0..<3).map { try Datagram.seal(NumberedPacket.make($0), in: session, now: world.now).datagram }
        try world.run(atMost: .seconds(25)) { !client.rekeyed.isEmpty }
        func arrive(_ number: Int) { world.inject(late[number], from: client.address, to: world.server.address) }
        arrive(0)
        world.run(for: .seconds(29))
        arrive(1)
        #expect(world.server.received.count == 2)
        world.run(for: .seconds(2))
        arrive(2)
        #expect(world.server.received.count == 2 && world.server.withoutKeys == 1)
        world.run(for: .seconds(12))
        #expect(world.server.table.count == 1 && client.table.count == 1, "replaced keys are forgotten")
    }

    @Test("Keys too old are used no more, by either end")
    func expiry() throws {
        let (world, client) = try World.connected()
        let (atClient, atServer) = (try #require(client.session), try #require(world.server.sessions["alice"]))
        let late = try Datagram.seal(NumberedPacket.make(1), in: atClient, now: world.now).datagram
        world.network.blockBoth(client.address, world.server.address)
        world.run(for: .seconds(178))
        #expect(client.session != nil)
        _ = try Datagram.seal(NumberedPacket.make(2), in: atServer, now: world.now)
        world.run(for: .seconds(2))
        #expect(client.lost == [.expired])
        #expect(throws: SealError.noKeys) { try Datagram.seal([1], in: atServer, now: world.now) }
        #expect(throws: SealError.noKeys) { try Datagram.seal([1], in: atClient, now: world.now) }
        world.inject(late, from: client.address, to: world.server.address)
        #expect(world.server.received.isEmpty)
        world.network.unblockAll()
        try world.run(atMost: .seconds(5)) { client.session != nil }
        #expect(client.established.count == 2)
    }

    /// The server has the new keys and the client is not sure, because every Welcome was lost: nothing may be lost in
    /// either direction once the network carries again, neither before nor while the next handshake comes.
    @Test("A rekey whose Welcomes were lost costs no packet")
    func lostWelcome() throws {
        let (world, client) = try World.connected()
        try world.run(atMost: .seconds(125)) { client.rekeys > 0 }
        world.run(for: .milliseconds(25))
        world.network.block(from: world.server.address, to: client.address)
        try world.run(atMost: .seconds(3)) { !client.failures.isEmpty }
        #expect(world.server.rekeyed == 1 && client.rekeyed.isEmpty)
        world.network.unblockAll()
        world.run(for: .milliseconds(11))
        for number in 0..<300 {
            client.send(NumberedPacket.make(number))
            world.server.send(NumberedPacket.make(number), to: client.name)
            world.run(for: .milliseconds(5))
        }
        world.run(for: .milliseconds(50))
        #expect(client.rekeyed.count == 1 && world.server.rekeyed == 2)
        #expect(world.server.received.map { NumberedPacket.number(of: $0.packet) } == Array(0..<300))
        #expect(client.received.map { NumberedPacket.number(of: $0.packet) } == Array(0..<300))
    }

    @Test("A handshake that was overtaken by a newer one changes nothing")
    func overtaken() throws {
        let world = World()
        let client = world.add()
        world.run(for: .milliseconds(15))
        world.network.block(from: client.address, to: world.server.address)
        try world.run(atMost: .seconds(3)) { !client.failures.isEmpty }
        let held = try #require(world.pieces(ofMessage: 3).first)
        world.network.unblockAll()
        try world.run(atMost: .seconds(1)) { client.session != nil }
        #expect(world.server.established == 1)
        world.inject(held.bytes, from: held.source, to: held.destination)
        #expect(world.server.rejections.map(\.label) == ["superseded"] && world.server.established == 1)
        world.server.send(NumberedPacket.make(1), to: "alice")
        world.run(for: .milliseconds(20))
        #expect(client.received.count == 1)
    }

    @Test("The Welcome of an older handshake does not confirm a newer one")
    func olderWelcome() throws {
        let world = World()
        let client = world.add()
        world.run(for: .milliseconds(25))
        world.network.block(from: world.server.address, to: client.address)
        try world.run(atMost: .seconds(3)) { !client.failures.isEmpty }
        let welcomes = world.network.recording.filter { $0.source == world.server.address && $0.fate == .blocked }
        #expect(!welcomes.isEmpty)
        world.network.unblockAll()
        try world.run(atMost: .seconds(1)) { client.looks.count == 2 }
        world.run(for: .milliseconds(25))
        #expect(world.pieces(ofMessage: 3).last?.fate == .delivered)
        for welcome in welcomes { world.inject(welcome.bytes, from: welcome.source, to: welcome.destination) }
        #expect(client.session == nil)
        world.run(for: .milliseconds(20))
        #expect(client.session != nil && client.established.count == 1)
    }

    @Test("Nor does it when the server has used the older keys since, so that it can be read")
    func olderWelcomeRead() throws {
        let (world, client) = try World.connected()
        try world.run(atMost: .seconds(125)) { client.rekeys > 0 }
        world.run(for: .milliseconds(25))
        world.network.block(from: world.server.address, to: client.address)
        try world.run(atMost: .seconds(3)) { !client.failures.isEmpty }
        let welcome = try #require(world.network.recording.first { $0.fate == .blocked })
        world.network.unblockAll()
        world.server.send(NumberedPacket.make(1), to: "alice")
        try world.run(atMost: .seconds(1)) { client.rekeys == 2 }
        world.run(for: .milliseconds(25))
        #expect(client.received.count == 1)
        world.inject(welcome.bytes, from: welcome.source, to: welcome.destination)
        #expect(client.rekeyed.isEmpty && client.replayed == 0)
        world.run(for: .milliseconds(20))
        #expect(client.rekeyed.count == 1)
    }

    @Test("A server with another certificate is another peer")
    func otherCertificate() throws {
        let (world, client) = try World.connected()
        var configuration = Cast.shared.serverConfiguration()
        configuration.identity = try Cast.shared.authority.issue(
            .server(ServerName(Cast.host)), validity: .seconds(86_400), now: Cast.date)
        world.server.restart(configuration)
        client.send([1])
        try world.run(atMost: .seconds(5)) { client.established.count == 2 }
        #expect(client.session?.peer.serial == configuration.identity.serial && client.table.count == 1)
    }
}
