import AuraSession
import AuraTransport
import AuraWire
import Testing

@Suite("Replay of everything recorded")
struct ReplayTests {
    /// When the recording is played back, and to whom.
    enum Occasion: CaseIterable {
        case atOnce, later, afterRekey, muchLater, afterRestart
    }

    @Test("Delivers nothing, gets no answer and makes no session", arguments: Occasion.allCases, [false, true])
    func replay(_ occasion: Occasion, fromElsewhere: Bool) throws {
        let (world, client) = try World.connected(seed: 3)
        exchange(world, client)
        if occasion == .afterRekey { try world.run(atMost: .seconds(125)) { !client.rekeyed.isEmpty } }
        world.run(for: pause(occasion))
        if occasion == .afterRestart { world.server.restart(Cast.shared.serverConfiguration()) }
        let before = State(world, client)
        play(world, client, fromElsewhere: fromElsewhere)
        #expect(State(world, client) == before)
        try expectAlive(world, client)
    }

    @Test("Nor does it on a bad network, where much was sent twice")
    func rough() throws {
        for seed in 0..<10 {
            let world = World(seed: UInt64(seed), .rough(loss: 0.2))
            let client = world.add()
            try world.run(atMost: .seconds(30)) { client.session != nil }
            exchange(world, client)
            world.run(for: .seconds(1))
            let before = State(world, client)
            play(world, client, fromElsewhere: seed % 2 == 0)
            #expect(State(world, client) == before)
        }
    }

    /// All that an answer, a delivery or a session would change.
    private struct State: Equatable {
        let sent: [Int]
        let received: [Int]
        let established: [Int]
        let path: SocketAddress?

        init(_ world: World, _ client: ClientNode) {
            sent = [world.server.sent, client.sent, world.network.recording.count]
            received = [world.server.received.count, client.received.count]
            established = [
                world.server.established, world.server.rekeyed, client.established.count, client.rekeyed.count,
            ]
            path = world.server.sessions[client.name]?.path.remote
        }
    }

    private func pause(_ occasion: Occasion) -> Duration {
        switch occasion {
        case .atOnce, .afterRestart: .milliseconds(1)
        case .afterRekey: .seconds(2)
        case .later: .seconds(20)
        case .muchLater: .seconds(1_000)
        }
    }

    private func exchange(_ world: World, _ client: ClientNode) {
        for number in 0..<20 {
            client.send(NumberedPacket.make(number))
            world.server.send(NumberedPacket.make(number), to: client.name)
        }
        world.run(for: .milliseconds(100))
    }

    /// Plays back what arrived, in the order in which it was sent.
    private func play(_ world: World, _ client: ClientNode, fromElsewhere: Bool) {
        for datagram in world.network.recording where datagram.fate == .delivered || datagram.fate == .duplicated {
            let source = fromElsewhere ? World.address(66, port: 6666) : datagram.source
            world.inject(datagram.bytes, from: source, to: datagram.destination)
        }
    }

    /// The control: new packets go both ways, if need be after a new handshake.
    private func expectAlive(_ world: World, _ client: ClientNode) throws {
        let (atServer, atClient) = (world.server.received.count, client.received.count)
        for number in 0..<100 {
            client.send(NumberedPacket.make(number))
            world.run(for: .milliseconds(50))
            world.server.send(NumberedPacket.make(number), to: client.name)
        }
        world.run(for: .milliseconds(100))
        #expect(world.server.received.count > atServer && client.received.count > atClient)
    }
}
