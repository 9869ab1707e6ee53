import AuraSession
import AuraTransport
import Testing

@Suite("Handshakes over bad networks")
struct LossTests {
    static let seeds = 50

    @Test("Complete within bounds at any loss, with traffic both ways exactly once", arguments: [0.01, 0.05, 0.2])
    func completes(loss: Double) throws {
        var times: [Duration] = []
        for seed in 0..<Self.seeds {
            let world = World(seed: UInt64(seed), .rough(loss: loss))
            let client = world.add()
            try world.run(atMost: .seconds(30)) { client.session != nil }
            times.append(world.elapsed)
            checkTraffic(world, client, count: 50)
        }
        times.sort()
        #expect(times[Self.seeds / 2] < .milliseconds(1_500), "median")
        #expect(times[Self.seeds - 1] < .seconds(10), "worst")
    }

    /// Sends numbered packets both ways without loss, on a network that doubles and reorders them.
    private func checkTraffic(_ world: World, _ client: ClientNode, count: Int) {
        world.network.setConditions(.rough(loss: 0))
        for number in 0..<count {
            client.send(NumberedPacket.make(number))
            world.server.send(NumberedPacket.make(number + 1_000), to: client.name)
            world.run(for: .milliseconds(1))
        }
        world.run(for: .milliseconds(500))
        let atServer = world.server.received.map { NumberedPacket.number(of: $0.packet) }
        let atClient = client.received.map { NumberedPacket.number(of: $0.packet) }
        #expect(atServer.compactMap(\.self).sorted() == Array(0..<count) && atServer.count == count)
        #expect(atClient.compactMap(\.self).sorted() == Array(1_000..<(1_000 + count)) && atClient.count == count)
    }

    @Test("Take two round trips and no repetition on a good network")
    func perfect() throws {
        let world = World()
        let client = world.add()
        try world.run(atMost: .seconds(5)) { client.session != nil }
        #expect(world.elapsed == .milliseconds(40))
        #expect(client.failures.isEmpty && world.server.established == 1)
    }
}
