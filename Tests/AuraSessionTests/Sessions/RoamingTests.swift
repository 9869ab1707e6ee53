import AuraSession
import AuraTransport
import AuraWire
import Testing

@Suite("A client that moves")
struct RoamingTests {
    private static let elsewhere = World.address(77, port: 7777)

    @Test("Takes its session along with the next new packet, and answers follow it")
    func moves() throws {
        let (world, client) = try World.connected()
        let old = client.address
        client.address = Self.elsewhere
        client.send(NumberedPacket.make(1))
        world.run(for: .milliseconds(20))
        let session = try #require(world.server.sessions["alice"])
        #expect(session.path.remote == Self.elsewhere && world.server.moves == 1)
        world.server.send(NumberedPacket.make(2), to: "alice")
        world.run(for: .milliseconds(20))
        #expect(client.received.count == 1)
        client.address = old
        client.send(NumberedPacket.make(3))
        world.run(for: .milliseconds(20))
        #expect(session.path.remote == old && client.established.count == 1 && client.rekeyed.isEmpty)
    }

    @Test("Is not moved by a replayed, a forged or an overtaken packet")
    func stays() throws {
        let (world, client) = try World.connected()
        let session = try #require(client.session)
        let overtaken = try Datagram.seal(NumberedPacket.make(1), in: session, now: world.now).datagram
        let newest = try Datagram.seal(NumberedPacket.make(2), in: session, now: world.now).datagram
        world.inject(newest, from: client.address, to: world.server.address)
        func path() -> SocketAddress? { world.server.sessions["alice"]?.path.remote }
        world.inject(newest, from: Self.elsewhere, to: world.server.address)
        var forged = newest
        forged[15] &+= 1
        world.inject(forged, from: Self.elsewhere, to: world.server.address)
        #expect(path() == client.address && world.server.received.count == 1)
        world.inject(overtaken, from: Self.elsewhere, to: world.server.address)
        #expect(path() == client.address && world.server.received.count == 2 && world.server.moves == 0)
        let next = try Datagram.seal(NumberedPacket.make(3), in: session, now: world.now).datagram
        world.inject(next, from: Self.elsewhere, to: world.server.address)
        #expect(path() == Self.elsewhere, "the control")
    }

    @Test("Is not moved by packets under replaced keys")
    func replacedKeys() throws {
        let (world, client) = try World.connected()
        let session = try #require(client.session)
        try world.run(atMost: .seconds(125)) { client.rekeys > 0 }
        let late = try Datagram.seal(NumberedPacket.make(1), in: session, now: world.now).datagram
        try world.run(atMost: .seconds(1)) { !client.rekeyed.isEmpty }
        world.inject(late, from: Self.elsewhere, to: world.server.address)
        #expect(world.server.received.count == 1)
        #expect(world.server.sessions["alice"]?.path.remote == client.address)
    }

    @Test("Is not followed by the client's own packets when the server's come from elsewhere")
    func clientStays() throws {
        let (world, client) = try World.connected()
        let session = try #require(world.server.sessions["alice"])
        let packet = try Datagram.seal(NumberedPacket.make(1), in: session, now: world.now).datagram
        world.inject(packet, from: Self.elsewhere, to: client.address)
        #expect(client.received.count == 1 && client.session?.path.remote == world.server.address)
    }
}
