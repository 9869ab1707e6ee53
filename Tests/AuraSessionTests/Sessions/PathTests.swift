import AuraSession
import AuraTransport
import AuraWire
import Testing

@Suite("Moving between paths")
struct PathTests {
    /// A world with a client that has three links, the first of which is in use.
    private static func connected(seed: UInt64 = 1) throws -> (World, ClientNode) {
        let (world, client) = try World.connected(seed: seed)
        for link in 2...3 as ClosedRange<UInt32> {
            client.links[link] = World.address(UInt8(100 + link), port: UInt16(6_000 + link))
        }
        client.offered = [2, 3]
        return (world, client)
    }

    /// Packets both ways, one every 20 ms, for so long.
    private func chat(_ world: World, _ client: ClientNode, for duration: Duration) {
        for _ in 0..<Int(duration / .milliseconds(20)) {
            client.send(NumberedPacket.make(1))
            world.server.send(NumberedPacket.make(2), to: client.name)
            world.run(for: .milliseconds(20))
        }
    }

    private func block(_ link: UInt32, of client: ClientNode, in world: World) {
        if let address = client.links[link] { world.network.blockBoth(address, world.server.address) }
    }

    private func narrow(_ link: UInt32, of client: ClientNode, in world: World, to mtu: Int = 1_200) {
        guard let address = client.links[link] else { return }
        var conditions = NetworkConditions.perfect
        conditions.mtu = mtu
        world.network.setConditions(conditions, from: address, to: world.server.address)
        world.network.setConditions(conditions, from: world.server.address, to: address)
    }

    private func serverSends(to client: ClientNode, _ world: World) -> UInt32? {
        let remote = world.server.sessions[client.name]?.path.remote
        return client.links.first { $0.value == remote }?.key
    }

    @Test("A blocked path is left within 0.8 s, with the session and without a new handshake")
    func failover() throws {
        let (world, client) = try Self.connected()
        chat(world, client, for: .seconds(3))
        block(1, of: client, in: world)
        let blocked = world.now
        chat(world, client, for: .seconds(2))
        let move = try #require(client.moves.first)
        #expect(move.link == 2 && move.cause == .silence && move.at - blocked <= .milliseconds(800))
        #expect(client.established.count == 1 && client.rekeyed.isEmpty && client.lost.isEmpty)
        #expect(serverSends(to: client, world) == 2)
        let last = try #require(client.received.last)
        #expect(world.now - last.at <= .milliseconds(50))
    }

    @Test("A path that is silent for a moment only is kept")
    func hiccup() throws {
        let (world, client) = try Self.connected()
        client.offered = []
        chat(world, client, for: .seconds(1))
        block(1, of: client, in: world)
        chat(world, client, for: .milliseconds(1_200))
        world.network.unblockAll()
        chat(world, client, for: .seconds(1))
        #expect(client.looks.count == 2 && client.moves.isEmpty && client.settled.count == 2)
        #expect(client.failures.isEmpty && client.established.count == 1)
    }

    @Test(
        "One direction that is blocked is noticed within 3 s although packets go on coming", arguments: [true, false])
    func oneWay(toServer: Bool) throws {
        let (world, client) = try Self.connected()
        chat(world, client, for: .seconds(3))
        if toServer {
            world.network.block(from: client.address, to: world.server.address)
        } else {
            world.network.block(from: world.server.address, to: client.address)
        }
        let blocked = world.now
        chat(world, client, for: .seconds(4))
        let move = try #require(client.moves.first)
        #expect(move.at - blocked <= .seconds(4))
        #expect(move.cause == (toServer ? .partial : .silence))
        #expect(serverSends(to: client, world) == move.link)
    }

    @Test("A path that loses large datagrams only is noticed within 4 s and left")
    func narrow() throws {
        let (world, client) = try Self.connected()
        chat(world, client, for: .seconds(3))
        narrow(1, of: client, in: world)
        let blocked = world.now
        chat(world, client, for: .seconds(5))
        let move = try #require(client.moves.first)
        #expect(move.cause == .partial && move.link == 2 && move.at - blocked <= .seconds(4))
    }

    @Test("Where every path is narrow one of them is taken, and said to be narrow")
    func allNarrow() throws {
        let (world, client) = try Self.connected()
        chat(world, client, for: .seconds(3))
        for link in 1...3 as ClosedRange<UInt32> {
            narrow(link, of: client, in: world)
        }
        chat(world, client, for: .seconds(8))
        #expect(client.settled.last?.isNarrow == true && client.established.count == 1 && client.lost.isEmpty)
        let last = try #require(client.received.last)
        #expect(world.now - last.at <= .milliseconds(100))
        for link in 1...3 as ClosedRange<UInt32> { narrow(link, of: client, in: world, to: 1_500) }
        chat(world, client, for: .seconds(7))
        #expect(client.settled.last?.isNarrow == false && client.established.count == 1)
    }

    @Test("A narrow path that is looked away from in vain is not tried at full size at once, but after a while")
    func narrowInVain() throws {
        let (world, client) = try Self.connected()
        client.offered = []
        narrow(1, of: client, in: world)
        chat(world, client, for: .seconds(8))
        #expect(client.settled.last?.isNarrow == true)
        block(1, of: client, in: world)
        // The world objects to a client that wants to be called again at once.
        chat(world, client, for: .seconds(30))
        #expect(client.failures.count > 3 && client.lost.isEmpty)
        world.network.unblockAll()
        narrow(1, of: client, in: world, to: 1_500)
        chat(world, client, for: .seconds(8))
        #expect(client.settled.last?.isNarrow == false)
    }

    @Test("A path that fails right after a move is left within 3 s although nothing is sent")
    func failsAfterMove() throws {
        let (world, client) = try Self.connected()
        chat(world, client, for: .seconds(3))
        block(1, of: client, in: world)
        chat(world, client, for: .seconds(2))
        #expect(client.moves.map(\.link) == [2])
        world.run(for: .seconds(2))
        block(2, of: client, in: world)
        world.run(for: .seconds(3))
        #expect(client.moves.map(\.link) == [2, 3])
    }

    @Test("An upload over a path that has become narrow, with no other, makes it narrow once and goes on")
    func narrowUpload() throws {
        let (world, client) = try Self.connected()
        client.offered = []
        var slow = NetworkConditions.perfect
        slow.mtu = 1_200
        slow.delay = .milliseconds(100) ... .milliseconds(100)
        world.run(for: .seconds(1))
        world.network.setConditions(slow)
        for number in 0..<500 {
            client.send(NumberedPacket.make(number))
            world.run(for: .milliseconds(20))
        }
        #expect(client.settled.filter(\.isNarrow).count == 1 && client.settled.last?.isNarrow == true)
        #expect(world.server.received.count >= 480 && client.lost.isEmpty)
    }

    @Test("A session that ends while a narrow path is at hand is followed by another")
    func endsInRace() throws {
        let (world, client) = try Self.connected()
        client.offered = [1, 2]
        for link in 1...2 as ClosedRange<UInt32> { narrow(link, of: client, in: world) }
        chat(world, client, for: .seconds(4))
        #expect(client.looks.count > 1)
        world.server.stop()
        world.run(for: .milliseconds(50))
        #expect(client.lost == [.goodbye(.shutdown)])
        try world.run(atMost: .seconds(5)) { client.established.count == 2 }
    }

    @Test("A link that closes is left at once, also when nothing is sent")
    func closed() throws {
        let (world, client) = try Self.connected()
        world.run(for: .seconds(5))
        client.links[1] = nil
        client.linkClosed(1)
        try world.run(atMost: .milliseconds(100)) { !client.moves.isEmpty }
        world.run(for: .milliseconds(50))
        #expect(client.moves[0].cause == .closed && serverSends(to: client, world) == 2)
    }

    @Test("A client whose link closed while no other path works goes on looking")
    func stranded() throws {
        let (world, client) = try Self.connected()
        for link in 1...3 as ClosedRange<UInt32> { block(link, of: client, in: world) }
        client.linkClosed(1)
        world.run(for: .seconds(60))
        #expect(client.looks.count > 10)
        world.network.unblockAll()
        try world.run(atMost: .seconds(5)) { !client.moves.isEmpty || client.established.count > 1 }
    }

    @Test("A better path is moved to after three answers, and a bad one is not")
    func trial() throws {
        let (world, client) = try Self.connected()
        block(2, of: client, in: world)
        client.beginTrial(ofLink: 2)
        chat(world, client, for: .seconds(3))
        #expect(client.trials == [false] && client.moves.isEmpty && serverSends(to: client, world) == 1)
        world.network.unblockAll()
        client.beginTrial(ofLink: 2)
        chat(world, client, for: .seconds(3))
        #expect(client.trials == [false, true] && client.moves.map(\.link) == [2])
        #expect(client.moves.first?.cause == .better && serverSends(to: client, world) == 2)
        #expect(client.looks.count == 1, "the session never looked for another path")
    }

    @Test("Probes of other paths leave the server where it is")
    func probesDoNotMove() throws {
        let (world, client) = try Self.connected()
        world.network.block(from: world.server.address, to: try #require(client.links[2]))
        let before = world.server.moves
        client.beginTrial(ofLink: 2)
        world.run(for: .seconds(3))
        #expect(client.trials == [false] && world.server.moves == before)
        world.server.send(NumberedPacket.make(9), to: client.name)
        world.run(for: .milliseconds(50))
        #expect(client.received.count == 1)
    }

    @Test("A host that slept looks anew, and stays where it was when that works")
    func wake() throws {
        let (world, client) = try Self.connected()
        world.run(for: .seconds(1))
        world.jump(.seconds(60))
        client.look(because: .wake)
        try world.run(atMost: .seconds(1)) { client.settled.count == 2 }
        #expect(client.looks.map(\.cause) == [.start, .wake])
        #expect(client.moves.map(\.link) == [])
        #expect(client.established.count == 1)
    }

    @Test("Nothing is lost for good, however often paths come and go", arguments: [false, true])
    func storm(closesLosers: Bool) throws {
        for seed in 1..<12 as Range<UInt64> {
            let (world, client) = try Self.connected(seed: seed)
            client.closesLosers = closesLosers
            client.offered = [1, 2, 3]
            var random = SplitMix64(seed: seed)
            for _ in 0..<20 {
                world.network.unblockAll()
                for link in 1...3 as ClosedRange<UInt32> where random.next() % 2 == 0 {
                    block(link, of: client, in: world)
                }
                chat(world, client, for: .milliseconds(Int(random.next() % 4_000)))
            }
            world.network.unblockAll()
            chat(world, client, for: .seconds(6))
            let (before, atServer) = (client.received.count, world.server.received.count)
            chat(world, client, for: .seconds(1))
            #expect(
                client.received.count >= before + 45 && world.server.received.count >= atServer + 45, "seed \(seed)")
            #expect(world.server.sessions.count == 1)
        }
    }

    @Test("The first path that answers is taken; slower ones cost the server one handshake each and nothing else")
    func race() throws {
        let world = World()
        let client = world.add()
        client.links[2] = World.address(102, port: 6_002)
        client.offered = [1, 2]
        block(1, of: client, in: world)
        try world.run(atMost: .seconds(1)) { !client.settled.isEmpty }
        #expect(client.settled[0].path.link == 2 && world.server.established == 1)
        world.run(for: .seconds(10))
        #expect(client.established.count == 1 && world.server.machine.pendingCount == 0)
    }
}
