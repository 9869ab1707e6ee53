import AuraPKI
import AuraSession
import AuraTransport
import AuraWire
import Testing

@Suite("Goodbyes")
struct GoodbyeTests {
    @Test("A client that stops tells the server and wants nothing more")
    func clientStops() throws {
        let (world, client) = try World.connected()
        client.stop()
        world.run(for: .milliseconds(20))
        #expect(world.server.ended == [.goodbye(.shutdown)] && world.server.table.count == 0)
        #expect(client.lost == [.stopped] && client.deadline == nil && client.table.count == 0)
        world.run(for: .seconds(60))
        #expect(client.looks.count == 1)
    }

    @Test("A server that stops tells its clients, who look for it at once")
    func serverStops() throws {
        let (world, client) = try World.connected()
        let other = world.add(Cast.shared.clientConfiguration(Cast.shared.clients[1]))
        try world.run(atMost: .seconds(1)) { !other.settled.isEmpty }
        world.server.stop()
        world.server.isDown = true
        world.run(for: .milliseconds(15))
        for client in [client, other] {
            #expect(client.lost == [.goodbye(.shutdown)] && client.looks.map(\.cause) == [.start, .start])
        }
        world.server.restart(Cast.shared.serverConfiguration())
        try world.run(atMost: .seconds(5)) { client.session != nil && other.session != nil }
    }

    @Test("A second session of a client takes the place of the first, which is told and keeps away for a while")
    func replaced() throws {
        let (world, first) = try World.connected()
        let second = world.add()
        try world.run(atMost: .seconds(1)) { second.session != nil && first.session == nil }
        #expect(world.server.ended == [.replaced] && first.lost == [.goodbye(.replaced)])
        world.run(for: .seconds(29))
        #expect(first.looks.count == 1 && world.server.machine.sessionCount == 1)
        second.send(NumberedPacket.make(1))
        world.run(for: .milliseconds(20))
        #expect(world.server.received.count == 1)
    }

    @Test("An ended session seals and opens nothing any more")
    func ended() throws {
        let (world, client) = try World.connected()
        let (atClient, atServer) = (try #require(client.session), try #require(world.server.sessions["alice"]))
        let late = try Datagram.seal(NumberedPacket.make(1), in: atClient, now: world.now).datagram
        client.stop()
        world.run(for: .milliseconds(20))
        for session in [atClient, atServer] {
            #expect(throws: SealError.noKeys) { try Datagram.seal([1], in: session, now: world.now) }
        }
        let path = SessionPath(link: 1, remote: client.address)
        #expect(Datagram.open(late, in: atServer, from: path, now: world.now).report.withoutKeys == 1)
    }

    @Test("Many clients have sessions beside one another")
    func many() throws {
        let world = World()
        for identity in Cast.shared.clients { world.add(Cast.shared.clientConfiguration(identity)) }
        try world.run(atMost: .seconds(1)) { world.clients.allSatisfy { $0.session != nil } }
        for (number, client) in world.clients.enumerated() { client.send(NumberedPacket.make(number)) }
        world.run(for: .milliseconds(20))
        let numbers = world.server.received.map { NumberedPacket.number(of: $0.packet) }
        #expect(world.server.received.map(\.client) == Cast.shared.clients.map(\.name) && numbers == [0, 1, 2])
        let addresses = Cast.shared.clients.compactMap { world.server.sessions[$0.name]?.peerAddresses.v4 }
        #expect(Set(addresses).count == 3)
    }
}
