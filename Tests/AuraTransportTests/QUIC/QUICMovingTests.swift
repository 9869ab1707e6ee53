import AuraTransport
import AuraWire
import Testing

/// Clients that move while the server still looks whether they can be reached where they were before: the library has
/// an assertion that fails then, which would end the test process.
@Suite("QUIC: peers that move about")
struct QUICMovingTests {
    /// Moves a client to `port`, where it says something, and lets it be reached at its other ports too.
    private static func move(_ client: QUICNode, to port: UInt16, in world: QUICWorld, for seconds: Double) {
        if !client.otherAddresses.contains(client.address) { client.otherAddresses.append(client.address) }
        client.address = client.address.with(port: port)
        client.send([[1, 2]])
        world.pump(client)
        world.run(for: seconds)
    }

    @Test("A client that moves away and back keeps its link, or hears soon that it has none", arguments: 1...8)
    func backAgain(pause: Int) throws {
        let (world, client) = try QUICWorld.connected()
        world.run(for: 12)
        // Up to two round trips away.
        Self.move(client, to: 41_000, in: world, for: 0.01 * Double(pause) + 0.001)
        Self.move(client, to: 40_000, in: world, for: 2)
        // Whoever leaves between the two validations is not to be found for the second one.
        guard client.owner.reasons.isEmpty else {
            #expect((4...7).contains(pause))
            #expect(world.server.owner.reasons.count == 1)
            return
        }
        world.run(for: 20)
        client.send([[1, 4]])
        world.run(for: 2)
        #expect(world.server.owner.received.last == [1, 4])
        #expect(world.server.connection?.path.remote == client.address)
        #expect(client.owner.reasons.isEmpty && world.server.owner.reasons.isEmpty)
    }

    @Test("A client that moves to and fro all the time does no harm", arguments: 1...8)
    func toAndFro(pause: Int) throws {
        let (world, client) = try QUICWorld.connected()
        for step in 0..<400 {
            let port: UInt16 = step % 2 == 0 ? 41_000 : 40_000
            Self.move(client, to: port, in: world, for: 0.01 * Double(pause) + 0.001)
        }
        let good = try world.addClient(port: 40_001)
        world.run(for: 2)
        #expect(good.connection != nil)
    }

    @Test("A stranger that moves away and back before it proves anything does no harm", arguments: 1...8)
    func stranger(pause: Int) throws {
        let world = try QUICWorld()
        let stranger = try world.addClient()
        // Its proofs get lost, so that it goes on asking for acknowledgements.
        stranger.endpoint.fixedProof = [UInt8](repeating: 7, count: 700)
        stranger.tap = { (700..<800).contains($0.count) ? nil : $0 }
        for step in 0..<120 {
            Self.move(stranger, to: step % 2 == 0 ? 41_000 : 40_000, in: world, for: 0.01 * Double(pause) + 0.001)
        }
        let good = try world.addClient(port: 40_001)
        world.run(for: 2)
        #expect(good.connection != nil)
    }
}
