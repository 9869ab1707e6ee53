import AuraCrypto
import AuraTransport
import AuraWire
import Testing

@Suite("QUIC: what strangers can make a server do")
struct QUICAdmissionTests {
    private static func address(_ number: Int) -> SocketAddress {
        SocketAddress(.v4(IPv4Address(bits: 0x0a00_0000 + UInt32(number))), port: 5_000)
    }

    /// The first packet of a new client.
    private static func hello(_ world: QUICWorld, number: Int) throws -> [UInt8] {
        let node = QUICNode(client: try QUICFixtures.pass(), address(number))
        var first: [UInt8] = []
        node.tap = { bytes in
            if first.isEmpty { first = bytes }
            return nil
        }
        _ = node.endpoint.connect(
            path: QUICPath(local: node.address, remote: world.server.address), serverName: nil, at: world.time)
        world.pump(node)
        return first
    }

    /// What the server answers to a datagram.
    private static func answers(_ world: QUICWorld, to bytes: [UInt8], from number: Int = 1) -> [[UInt8]] {
        var answers: [[UInt8]] = []
        world.server.tap = { bytes in
            answers.append(bytes)
            return nil
        }
        world.inject(bytes, into: world.server, from: address(number))
        world.pump(world.server)
        world.server.tap = nil
        return answers
    }

    @Test("When many may not be reachable, newcomers are sent round by a Retry, and get in all the same")
    func retry() throws {
        let world = try QUICWorld()
        for number in 0..<QUICLimits.unvalidatedBeforeRetry {
            _ = Self.answers(world, to: try Self.hello(world, number: number), from: number)
        }
        #expect(world.server.endpoint.connectionCount == QUICLimits.unvalidatedBeforeRetry)
        #expect(world.server.endpoint.door?.retries == 0)
        let client = try world.addClient()
        world.run(for: 3) { client.connection != nil }
        #expect(client.connection != nil)
        #expect(world.server.endpoint.door?.retries == 1)
        #expect(world.server.endpoint.door?.statistics.accepted == 1)
    }

    @Test("A Retry costs no memory, and a token is good for its address only, and not for long")
    func tokens() throws {
        let world = try QUICWorld()
        for number in 0..<QUICLimits.unvalidatedBeforeRetry {
            _ = Self.answers(world, to: try Self.hello(world, number: number), from: number)
        }
        let count = world.server.endpoint.connectionCount
        for number in 1_000..<1_100 {
            let answers = Self.answers(world, to: try Self.hello(world, number: number), from: number)
            #expect(answers.count == 1)
            #expect((answers.first?.count ?? .max) < 300)
        }
        #expect(world.server.endpoint.connectionCount == count)
        // The second packet of a client that was sent round, seen from elsewhere.
        let client = try world.addClient()
        var second: [UInt8] = []
        client.tap = { bytes in
            second = bytes
            return nil
        }
        world.run(for: 0.2) { !second.isEmpty }
        let elsewhere = Self.answers(world, to: second, from: 5)
        #expect(elsewhere.count == 1 && (elsewhere.first?.count ?? 0) < 100, "a close with INVALID_TOKEN")
        #expect(world.server.endpoint.connectionCount == count)
        world.inject(second, into: world.server, from: client.address)
        #expect(world.server.endpoint.connectionCount == count + 1)
    }

    @Test("Unproved connections are bounded: the oldest makes room, and who proves stays")
    func bound() throws {
        let (world, client) = try QUICWorld.connected()
        world.delay = 1_000_000
        // They finish TLS, so that their address is proved, say nothing more, and are all younger than ten seconds.
        for number in 0..<(QUICLimits.maximumUnproved + 20) {
            let stranger = try world.addClient(at: Self.address(number))
            stranger.endpoint.fixedProof = []
            world.run(for: 0.012)
            world.clients.removeAll { $0 === stranger }
        }
        #expect(world.server.endpoint.door?.unprovedCount == QUICLimits.maximumUnproved)
        #expect(world.server.endpoint.door?.statistics.expired == 20)
        #expect(world.server.endpoint.door?.statistics.open == 1)
        client.send([[1, 2, 3]])
        world.run(for: 1)
        #expect(world.server.owner.received == [[1, 2, 3]])
        world.run(for: 15)
        #expect(world.server.endpoint.door?.unprovedCount == 0)
        #expect(world.server.endpoint.connectionCount == 1)
        world.run(for: 5)
        #expect(world.server.endpoint.endedCount == 0)
        #expect(world.server.endpoint.routeCount < 20)
    }

    @Test("Handshakes that do not get on are forgotten after ten seconds")
    func slow() throws {
        let world = try QUICWorld()
        for number in 0..<20 { _ = Self.answers(world, to: try Self.hello(world, number: number), from: number) }
        #expect(world.server.endpoint.connectionCount == 20)
        world.run(for: 11)
        #expect(world.server.endpoint.connectionCount == 0)
        #expect(world.server.endpoint.door?.statistics.expired == 20)
        world.run(for: 5)
        #expect(world.server.endpoint.routeCount == 0)
    }

    @Test("Answers before the address is proved are at most three times as long as the question")
    func amplification() throws {
        let world = try QUICWorld()
        let hello = try Self.hello(world, number: 1)
        var sent = 0
        world.server.tap = { bytes in
            sent += bytes.count
            return nil
        }
        world.inject(hello, into: world.server, from: Self.address(1))
        world.run(for: 12)
        #expect(sent > 0)
        #expect(sent <= 3 * hello.count)
    }

    @Test("Another version is answered with the one that we speak, and never at greater length")
    func versions() throws {
        let world = try QUICWorld()
        var hello = try Self.hello(world, number: 1)
        hello.replaceSubrange(1..<5, with: [0x1a, 0x2a, 0x3a, 0x4a])
        let answers = Self.answers(world, to: hello)
        #expect(answers.count == 1)
        #expect(answers.first?.suffix(4) == [0, 0, 0, 1])
        #expect(Self.answers(world, to: Array(hello.prefix(1_199))).isEmpty)
        #expect(world.server.endpoint.connectionCount == 0)
    }

    @Test("Resets for unknown connections are shorter than what they answer, few a second, and never for short packets")
    func resets() throws {
        let world = try QUICWorld()
        let unknown: [UInt8] = [0x43] + Fixtures.noise(99, seed: 1)
        let answers = Self.answers(world, to: unknown)
        #expect(answers.count == 1)
        #expect((answers.first?.count ?? .max) < unknown.count)
        #expect(Self.answers(world, to: Array(unknown.prefix(39))).isEmpty)
        var count = 0
        for _ in 0..<1_000 { count += Self.answers(world, to: unknown).count }
        #expect(count < QUICLimits.statelessAnswers)
        world.run(for: 1.1)
        #expect(Self.answers(world, to: unknown).count == 1)
    }

    @Test("Of many hellos at once only so many are sent round that links still get their turn")
    func flood() throws {
        let (world, client) = try QUICWorld.connected()
        for number in 0..<QUICLimits.unvalidatedBeforeRetry {
            _ = Self.answers(world, to: try Self.hello(world, number: number), from: number)
        }
        let hellos = try (1_000..<1_200).map { try Self.hello(world, number: $0) }
        for (index, hello) in hellos.enumerated() {
            world.inject(hello, into: world.server, from: Self.address(1_000 + index))
        }
        #expect(world.server.endpoint.door?.retries == UInt64(QUICLimits.repliesAtATime))
        world.server.send([[1, 2, 3]])
        world.run(for: 1)
        #expect(client.owner.received == [[1, 2, 3]])
    }

    @Test("Strangers get no token")
    func noToken() throws {
        let world = try QUICWorld()
        let stranger = try world.addClient()
        stranger.endpoint.fixedProof = []
        world.run(for: 1)
        #expect(world.server.endpoint.door?.unprovedCount == 1)
        #expect(stranger.endpoint.givenToken.isEmpty)
        let (other, client) = try QUICWorld.connected()
        other.run(for: 1)
        #expect(!client.endpoint.givenToken.isEmpty)
    }

    @Test("A token of an earlier link spares a client the way round")
    func laterToken() throws {
        let (world, client) = try QUICWorld.connected()
        world.run(for: 1)
        let token = try #require(client.connection).givenToken
        #expect(!token.isEmpty)
        for number in 0..<QUICLimits.unvalidatedBeforeRetry {
            _ = Self.answers(world, to: try Self.hello(world, number: number), from: number)
        }
        let next = try world.addClient(port: 40_001, token: token)
        world.run(for: 3) { next.connection != nil }
        #expect(next.connection != nil)
        #expect(world.server.endpoint.door?.retries == 0)
        let elsewhere = try world.addClient(at: Self.address(7_000), token: token)
        world.run(for: 3) { elsewhere.connection != nil }
        #expect(elsewhere.connection != nil)
        #expect(world.server.endpoint.door?.retries == 1, "a token is good at its address only")
    }

    @Test("Links are bounded: one more is refused, and gets in when there is room again")
    func linkBound() throws {
        let tls = try QUICFixtures.tls()
        let checker = OuterProofChecker(key: Fixtures.key, transport: .quic, certificate: tls.leaf)
        let world = try QUICWorld(
            door: try QUICDoor(tls: tls, checker: checker, secret: QUICFixtures.secret, maximumLinks: 3))
        let clients = try (0..<3).map { try world.addClient(port: 40_000 + $0) }
        world.run(for: 2)
        #expect(world.server.endpoint.door?.statistics.open == 3)
        let late = try world.addClient(port: 40_010)
        world.run(for: 2)
        #expect(late.owner.reasons == [.remote("H3_EXCESSIVE_LOAD (0x107)")])
        world.close(clients[0], .local("done"))
        world.run(for: 1)
        let later = try world.addClient(port: 40_011)
        world.run(for: 2)
        #expect(later.connection != nil)
    }

    @Test("Memories of ended connections are bounded")
    func endedBound() throws {
        let world = try QUICWorld()
        world.delay = 1_000_000
        var port: UInt16 = 1_000
        for _ in 0..<24 {
            for _ in 0..<50 {
                port += 1
                try world.addClient(try QUICFixtures.pass(key: Self.stranger), port: port)
            }
            world.run(for: 0.09)
            world.clients.removeAll()
        }
        #expect((world.server.endpoint.door?.statistics.strangers ?? 0) > 1_100)
        #expect(world.seconds < 3)
        #expect(world.server.endpoint.endedCount == QUICLimits.maximumEnded)
        world.run(for: 15)
        #expect(world.server.endpoint.endedCount == 0)
        #expect(world.server.endpoint.routeCount == 0)
    }

    private static let stranger = OuterKey.random()

    @Test(
        "Clients that make the library fail an assertion do no harm",
        arguments: [QUICEndpoint.withoutParameters, QUICEndpoint.withRetirement])
    func assertions(tampering: UInt64) throws {
        let world = try QUICWorld()
        let client = try world.addClient(tampering: tampering)
        world.run(for: 2)
        #expect(world.server.endpoint.connectionCount == 0)
        let statistics = world.server.endpoint.door?.statistics
        #expect(statistics.map { $0.expired + $0.strangers } == 1)
        #expect(client.connection == nil)
        let good = try world.addClient(port: 40_001)
        world.run(for: 2)
        #expect(good.connection != nil)
    }

    @Test("A closed door takes nobody in; who is in stays")
    func closedDoor() throws {
        let (world, client) = try QUICWorld.connected()
        world.server.endpoint.door?.isOpen = false
        let late = try world.addClient(port: 40_001)
        world.run(for: 3)
        #expect(late.connection == nil)
        client.send([[1, 2, 3]])
        world.run(for: 1)
        #expect(world.server.owner.received == [[1, 2, 3]])
    }
}
