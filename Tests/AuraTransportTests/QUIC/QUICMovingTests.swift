import AuraTransport
import AuraWire
import Testing

/// A client that moves while the server still looks whether it can be reached where it was before: the library has an
/// assertion for that case, and it would end the test process.
@Suite("QUIC: peers that move about")
struct QUICMovingTests {
    /// Moves a client to `port` and has it say something from there.
    private static func move(_ client: QUICNode, to port: UInt16, saying datagrams: [[UInt8]], in world: QUICWorld) {
        client.address = client.address.with(port: port)
        client.send(datagrams)
        world.pump(client)
    }

    @Test("A client that moves away and back at once does no harm, and keeps its link", arguments: 1...4 as ClosedRange)
    func backAndForth(pause: Int) throws {
        let (world, client) = try QUICWorld.connected()
        world.run(for: 12)
        for _ in 0..<8 {
            Self.move(client, to: 41_000, saying: [[1, 2]], in: world)
            // Up to two round trips.
            world.run(for: 0.02 * Double(pause) + 0.001)
            Self.move(client, to: 40_000, saying: [[1, 3]], in: world)
            world.run(for: 0.06)
        }
        world.run(for: 20)
        client.send([[1, 4]])
        world.run(for: 2)
        #expect(world.server.owner.received.last == [1, 4])
        #expect(world.server.connection?.path.remote == client.address)
        #expect(client.owner.reasons.isEmpty && world.server.owner.reasons.isEmpty)
    }

    @Test("A stranger that moves away and back before it proves anything does no harm", arguments: 1...4 as ClosedRange)
    func stranger(pause: Int) throws {
        let world = try QUICWorld()
        let stranger = try world.addClient()
        // No proof: but its packets are the library's own, with the acknowledgements that it owes.
        stranger.endpoint.fixedProof = [UInt8](repeating: 0, count: 1)
        var isBlocked = true
        stranger.tap = { isBlocked && stranger.endpoint.fixedProof == nil ? nil : $0 }
        world.run(for: 0.2)
        isBlocked = false
        for _ in 0..<8 {
            Self.move(stranger, to: 41_000, saying: [], in: world)
            world.run(for: 0.02 * Double(pause) + 0.001)
            Self.move(stranger, to: 40_000, saying: [], in: world)
            world.run(for: 0.06)
        }
        let good = try world.addClient(port: 40_001)
        world.run(for: 2)
        #expect(good.connection != nil)
    }
}
