import AuraPKI
import AuraSession
import AuraTransport
import AuraWire
import Testing

@Suite("Manifests and the life of a session")
struct ManifestSessionTests {
    private static let large = OfferedManifest.sample(7, size: 800_000)

    /// A world in which the large manifest is on its way, over a path that takes long enough for things to happen.
    private static func underWay() throws -> (World, ClientNode) {
        let (world, client) = try World.connected()
        var conditions = NetworkConditions.perfect
        conditions.delay = .milliseconds(100) ... .milliseconds(100)
        world.network.setConditions(conditions)
        world.server.replaceManifest(large)
        try world.run(atMost: .seconds(5)) { client.heard.count(where: \.isManifestPart) > 50 }
        return (world, client)
    }

    @Test("One that is on its way goes on over another path")
    func moved() throws {
        let (world, client) = try Self.underWay()
        client.links[2] = World.address(102, port: 6_002)
        client.offered = [2]
        world.network.blockBoth(client.address, world.server.address)
        try world.run(atMost: .seconds(60)) { !client.manifests.isEmpty }
        #expect(client.moves.map(\.link) == [2] && client.established.count == 1)
        #expect(client.manifests.map(\.manifest) == [Self.large])
        let first = client.heard.prefix { !$0.isManifestPart }.count
        #expect(client.heard[first...].count(where: \.isManifestPart) < 850, "it did not begin anew")
    }

    @Test("And through new keys")
    func rekeyed() throws {
        let (world, client) = try World.connected()
        world.run(for: .seconds(100))
        var conditions = NetworkConditions.perfect
        conditions.delay = .milliseconds(100) ... .milliseconds(100)
        world.network.setConditions(conditions)
        try world.run(atMost: .seconds(25)) { client.rekeys > 0 }
        world.server.replaceManifest(Self.large)
        try world.run(atMost: .seconds(2)) { !client.rekeyed.isEmpty }
        #expect(client.manifests.isEmpty)
        try world.run(atMost: .seconds(60)) { !client.manifests.isEmpty }
        #expect(client.manifests.map(\.manifest) == [Self.large] && client.established.count == 1)
        #expect(client.heard.count(where: \.isManifestPart) < 720)
    }

    @Test("A server that restarts in between hands it out anew in the new session")
    func restarted() throws {
        let (world, client) = try Self.underWay()
        world.server.restart(Cast.shared.serverConfiguration())
        world.server.replaceManifest(Self.large)
        try world.run(atMost: .seconds(60)) { !client.manifests.isEmpty }
        #expect(client.established.count == 2 && client.manifests.map(\.manifest) == [Self.large])
    }

    @Test("What the server offers now counts then, also a lower serial number than that of what was on its way")
    func restartedWithAnother() throws {
        let (world, client) = try Self.underWay()
        world.server.restart(Cast.shared.serverConfiguration())
        world.server.replaceManifest(.sample(5, size: 10))
        try world.run(atMost: .seconds(30)) { client.established.count == 2 }
        try world.run(atMost: .seconds(1)) { !client.manifests.isEmpty }
        #expect(client.manifests.map(\.manifest) == [.sample(5, size: 10)])
    }

    @Test("A client that starts anew without the manifest is told again", arguments: [true, false])
    func startsAnew(saysGoodbye: Bool) throws {
        let (world, client) = try World.connected()
        world.server.replaceManifest(.sample(5, size: 10))
        world.run(for: .seconds(1))
        if saysGoodbye { client.stop() }
        let second = world.add()
        try world.run(atMost: .seconds(5)) { !second.manifests.isEmpty }
        #expect(client.manifests.count == 1 && world.server.established == 2)
    }

    @Test("The end of a session ends what is on its way, and nothing is asked for after it")
    func ended() throws {
        let (world, client) = try Self.underWay()
        #expect(client.machine.manifestBytesHeld > 50_000)
        world.server.stop()
        world.server.isDown = true
        world.run(for: .seconds(30))
        #expect(client.lost.count == 1 && client.manifests.isEmpty && client.machine.manifestBytesHeld == 0)
        let (later, stopped) = try Self.underWay()
        stopped.stop()
        later.run(for: .seconds(30))
        #expect(stopped.deadline == nil && stopped.manifests.isEmpty)
    }

    @Test("Parts and news under keys of no session in use are ignored")
    func otherKeys() throws {
        let (world, client) = try World.connected()
        let path = SessionPath(link: 1, remote: world.server.address)
        let news = ControlMessage.manifestNews(serial: 3, size: 1)
        let part = ControlMessage.manifestPart(serial: 3, offset: 0, bytes: [1])
        for message in [news, part] { client.handle(OpenedControl(message: message, keyIndex: 0, path: path)) }
        client.tick()
        #expect(client.manifests.isEmpty)
        for message in [news, part] { client.hear(message) }
        #expect(client.manifests.map(\.manifest) == [OfferedManifest(serial: 3, bytes: [1])])
    }

    @Test("Reminders do not keep a session whose client is gone")
    func deadClient() throws {
        let (world, client) = try World.connected()
        world.network.blockBoth(client.address, world.server.address)
        world.server.replaceManifest(Self.large)
        let sent = world.server.sent
        world.run(for: .seconds(179))
        #expect(world.server.ended.isEmpty && world.server.sent == sent + 6)
        world.run(for: .seconds(12))
        #expect(world.server.ended == [.idle])
    }

    @Test("A client whose words do not arrive notices in time although news come", arguments: [true, false])
    func oneWay(hasManifest: Bool) throws {
        let (world, client) = try World.connected()
        client.offered = []
        world.network.block(from: client.address, to: world.server.address)
        if hasManifest { world.server.replaceManifest(Self.large) } else { client.send([1]) }
        try world.run(atMost: .seconds(3)) { client.looks.count == 2 }
    }

    @Test("A request moves a session as a packet does, and its answer goes there; a probe does not")
    func moves() throws {
        let (world, client) = try World.connected()
        world.server.replaceManifest(.sample(7, size: 10))
        world.run(for: .seconds(1))
        let session = try #require(client.session)
        let other = World.address(77, port: 7_777)
        func send(_ message: ControlMessage) throws {
            let sealed = try session.seal(message, now: world.now)
            world.inject(sealed.datagram, from: other, to: world.server.address)
        }
        func isThere() -> Bool { world.server.sessions["alice"]?.path.remote == other }
        try send(.probe(token: 1, padding: 0))
        #expect(!isThere())
        try send(.manifestRequest(serial: 7, offset: 0))
        #expect(isThere() && world.network.recording.last?.destination == other)
    }

    @Test("A client that asks without end gets no more than its share, and news flood nobody")
    func floods() throws {
        let (world, client) = try World.connected()
        client.know(7)
        world.server.replaceManifest(Self.large)
        world.run(for: .seconds(1))
        func partsSent(asking count: Int) -> Int {
            let before = world.server.sent
            for _ in 0..<count { client.say(.manifestRequest(serial: 7, offset: 0)) }
            world.run(for: .milliseconds(20))
            return world.server.sent - before
        }
        #expect(partsSent(asking: 100) == 800)
        #expect((28 * 8...30 * 8).contains(partsSent(asking: 5_000)))
        let before = client.sent
        for _ in 0..<5_000 { client.hear(.manifestNews(serial: 6, size: 10)) }
        #expect(client.sent - before <= 9)
    }

    @Test("A client that has other names for its server now takes one by them, and the old one no more")
    func otherVerifier() throws {
        let (world, client) = try World.connected()
        client.replaceVerifier(Cast.shared.serverVerifier(named: "other.example.org"))
        world.run(for: .seconds(60))
        #expect(client.session != nil && client.failures.isEmpty, "the session goes on")
        world.server.restart(Cast.shared.serverConfiguration())
        world.run(for: .seconds(60))
        #expect(client.established.count == 1 && !client.failures.isEmpty)
        client.replaceVerifier(Cast.shared.serverVerifier())
        try world.run(atMost: .seconds(10)) { client.established.count == 2 }
    }
}
