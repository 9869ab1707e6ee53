import AuraCrypto
import AuraTransport
import AuraWire
import Testing

@Suite("QUIC: handshake and proof")
struct QUICHandshakeTests {
    @Test("A client with the outer key gets a link, and the server too")
    func accepted() throws {
        let (world, client) = try QUICWorld.connected()
        #expect(client.connection != nil)
        #expect(world.server.connection != nil)
        #expect(world.server.endpoint.door?.statistics.accepted == 1)
        #expect(world.server.endpoint.door?.statistics.open == 1)
        #expect(world.seconds < 0.5)
        #expect((client.connection?.port.maxDatagramSize ?? 0) >= 1_160)
    }

    @Test("A link comes about over IPv6 addresses as well")
    func ipv6() throws {
        let world = try QUICWorld()
        world.server.address = try #require(SocketAddress("[2001:db8::1]:8444"))
        let client = try world.addClient(at: SocketAddress("[2001:db8::2]:5000"))
        world.run(for: 5) { client.connection != nil }
        #expect(client.connection != nil)
        #expect(world.server.connection?.path.remote == client.address)
    }

    @Test("Links come about in spite of 20% loss", arguments: 1...8 as ClosedRange<UInt64>)
    func lossy(seed: UInt64) throws {
        let world = try QUICWorld(seed: seed)
        world.up.loss = 0.2
        world.down.loss = 0.2
        let client = try world.addClient()
        world.run(for: 9) { client.connection != nil }
        #expect(client.connection != nil)
    }

    @Test("A proof of another key is refused as an HTTP/3 server refuses nonsense, and counted")
    func wrongKey() throws {
        let world = try QUICWorld()
        let client = try world.addClient(try QUICFixtures.pass(key: .random()))
        world.run(for: 5) { !client.owner.reasons.isEmpty }
        #expect(client.owner.reasons == [.remote("H3_GENERAL_PROTOCOL_ERROR (0x101)")])
        #expect(client.connection == nil)
        #expect(world.server.owner.opened.isEmpty)
        #expect(world.server.endpoint.door?.statistics.strangers == 1)
        #expect(world.server.endpoint.connectionCount == 0)
    }

    @Test("A proof for another transport is refused")
    func wrongTransport() throws {
        let world = try QUICWorld()
        let client = try world.addClient(try QUICFixtures.pass(transport: .tcp))
        world.run(for: 5) { !client.owner.reasons.isEmpty }
        #expect(client.connection == nil)
        #expect(world.server.endpoint.door?.statistics.strangers == 1)
    }

    @Test("Who proves nothing is closed within ten seconds, and told nothing")
    func noProof() throws {
        let world = try QUICWorld()
        let client = try world.addClient()
        // A stranger's client: it does all that TLS asks and then says nothing.
        world.run(for: 1) { world.server.endpoint.connectionCount == 1 }
        client.endpoint.fixedProof = []
        world.run(for: 12) { !client.owner.reasons.isEmpty }
        #expect(client.owner.reasons == [.remote("H3_NO_ERROR (0x100)")])
        #expect((9.5...10.6).contains(world.seconds))
        #expect(world.server.endpoint.door?.statistics.strangers == 1)
        #expect(world.server.owner.opened.isEmpty)
    }

    @Test("A proof that was seen before is refused")
    func replayedProof() throws {
        let world = try QUICWorld()
        let first = try world.addClient()
        first.endpoint.fixedProof = OuterProof(key: Fixtures.key, transport: .quic)
            .bytes(for: try QUICFixtures.tls().leaf, at: world.time.wall)
        let proof = first.endpoint.fixedProof
        world.run(for: 5) { first.connection != nil }
        #expect(first.connection != nil)
        let second = try world.addClient(port: 40_001)
        second.endpoint.fixedProof = proof
        world.run(for: 5) { !second.owner.reasons.isEmpty }
        #expect(second.owner.reasons == [.remote("H3_GENERAL_PROTOCOL_ERROR (0x101)")])
        #expect(world.server.endpoint.door?.statistics.accepted == 1)
    }

    @Test("A lost acceptance is given again when the proof comes again", arguments: [0, 1, 2] as [UInt8])
    func lostAcceptance(firstByte: UInt8) throws {
        let world = try QUICWorld()
        let client = try world.addClient()
        // Proofs look random, so that one may begin like any other datagram.
        let maker = OuterProof(key: Fixtures.key, transport: .quic)
        let leaf = try QUICFixtures.tls().leaf
        var proof = maker.bytes(for: leaf, at: world.time.wall)
        while proof[0] != firstByte { proof = maker.bytes(for: leaf, at: world.time.wall) }
        client.endpoint.fixedProof = proof
        world.server.tap = { world.server.connection != nil && world.seconds < 0.5 ? nil : $0 }
        world.run(for: 0.5)
        #expect(world.server.connection != nil)
        #expect(client.connection == nil)
        world.run(for: 2) { client.connection != nil }
        #expect(client.connection != nil)
        #expect(world.server.endpoint.door?.statistics.accepted == 1)
        #expect(world.server.owner.received.isEmpty, "proofs that come again are not the session's")
    }

    @Test("A certificate that is not pinned gets no proof")
    func pins() throws {
        let world = try QUICWorld()
        let good = try world.addClient(try QUICFixtures.pass(pins: [QUICFixtures.pin()]))
        let bad = try world.addClient(
            try QUICFixtures.pass(pins: [[UInt8](repeating: 1, count: 32)]), port: 40_001)
        world.run(for: 5) { good.connection != nil && !bad.owner.reasons.isEmpty }
        #expect(good.connection != nil)
        #expect(bad.owner.reasons == [.protocolError("its certificate is not the pinned one")])
        #expect(world.server.endpoint.door?.statistics.accepted == 1)
        #expect(world.server.endpoint.connectionCount == 1)
    }

    @Test("A server that never answers is given up by the handshake's own time limit")
    func noServer() throws {
        let world = try QUICWorld()
        world.up.isBlocked = true
        let client = try world.addClient()
        world.run(for: 15) { !client.owner.reasons.isEmpty }
        #expect(client.owner.reasons == [.unanswered])
        #expect(world.seconds < 11)
    }
}
