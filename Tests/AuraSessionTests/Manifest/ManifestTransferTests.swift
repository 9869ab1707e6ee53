import AuraSession
import AuraTransport
import AuraWire
import Testing

@Suite("Manifests through the tunnel")
struct ManifestTransferTests {
    private static let small = OfferedManifest.sample(7, size: 2_000)

    private static func count(_ world: World, _ isWanted: (ControlMessage) -> Bool) -> Int {
        world.server.heard.count { isWanted($0.message) }
    }

    private static func hasIt(_ world: World, _ manifest: OfferedManifest) -> Bool {
        let last = ControlMessage.manifestRequest(serial: manifest.serial, offset: UInt32(manifest.bytes.count))
        return world.server.heard.contains { $0.message == last }
    }

    @Test("A client in session has a new manifest after two round trips and a half; nothing is said of it after that")
    func perfect() throws {
        let (world, client) = try World.connected()
        let start = world.now
        world.server.replaceManifest(Self.small)
        try world.run(atMost: .seconds(1)) { !client.manifests.isEmpty }
        #expect(world.now - start == .milliseconds(30))
        #expect(client.manifests.map(\.manifest) == [Self.small])
        world.run(for: .seconds(600))
        #expect(client.manifests.count == 1 && Self.hasIt(world, Self.small))
        #expect(client.heard.count(where: \.isManifestNews) == 1 && client.heard.count(where: \.isManifestPart) == 2)
        #expect(Self.count(world, \.isManifestRequest) == 2 && client.rekeyed.count >= 4)
    }

    @Test("A client is told when it comes, and one that has the manifest fetches nothing", arguments: [true, false])
    func comes(knowsIt: Bool) throws {
        let world = World()
        world.server.replaceManifest(Self.small)
        let client = world.add()
        if knowsIt { client.know(7) }
        world.run(for: .seconds(60))
        #expect(client.manifests.count == (knowsIt ? 0 : 1) && Self.hasIt(world, Self.small))
        #expect(client.heard.count(where: \.isManifestPart) == (knowsIt ? 0 : 2))
        #expect(client.heard.count(where: \.isManifestNews) == 1)
    }

    @Test("Small and large ones come whole through loss, reordering and duplication", arguments: [0, 0.2, 0.6])
    func lossy(loss: Double) throws {
        for (seed, size) in [1, 1_154, 1_155, 9_232, 40_000].enumerated() {
            let (world, client) = try World.connected(seed: UInt64(seed + 1))
            world.network.setConditions(.rough(loss: loss))
            let manifest = OfferedManifest.sample(UInt64(seed + 3), size: size)
            world.server.replaceManifest(manifest)
            try world.run(atMost: .seconds(loss > 0.5 ? 900 : 60)) { !client.manifests.isEmpty }
            #expect(client.manifests.map(\.manifest) == [manifest])
        }
    }

    @Test("A megabyte comes whole", arguments: [(0, 10), (0.2, 240)])
    func megabyte(loss: Double, limit: Int) throws {
        let (world, client) = try World.connected()
        world.network.setConditions(.rough(loss: loss))
        let manifest = OfferedManifest.sample(9, size: OfferedManifest.maximumBytes)
        world.server.replaceManifest(manifest)
        try world.run(atMost: .seconds(limit)) { !client.manifests.isEmpty }
        #expect(client.manifests.map(\.manifest) == [manifest])
        let tooLarge = OfferedManifest.sample(10, size: OfferedManifest.maximumBytes + 1)
        world.server.replaceManifest(tooLarge)
        world.run(for: .seconds(60))
        #expect(client.manifests.count == 1)
    }

    @Test("No datagram of it is longer than those of a handshake, so it passes a path for small ones only")
    func narrow() throws {
        let (world, client) = try World.connected()
        var conditions = NetworkConditions.perfect
        conditions.mtu = 1_200
        world.network.setConditions(conditions)
        let before = world.network.recording.count
        world.server.replaceManifest(.sample(8, size: 30_000))
        try world.run(atMost: .seconds(30)) { !client.manifests.isEmpty }
        let longest = world.network.recording[before...].filter { $0.fate == .delivered }.map(\.bytes.count).max()
        #expect(longest == 1_200)
    }

    @Test("A newer one takes the place of one that is on its way")
    func replacedUnderWay() throws {
        let (world, client) = try World.connected()
        world.server.replaceManifest(.sample(7, size: 500_000))
        try world.run(atMost: .seconds(1)) { client.heard.count(where: \.isManifestPart) > 100 }
        world.server.replaceManifest(.sample(8, size: 3_000))
        world.run(for: .seconds(30))
        #expect(client.manifests.map(\.manifest) == [.sample(8, size: 3_000)])
        #expect(client.heard.count(where: \.isManifestNews) == 3, "one answered the last request for the old one")
    }

    @Test("One that is withdrawn on its way is given up, and nothing is said of it to those who come")
    func withdrawn() throws {
        let (world, client) = try World.connected()
        world.server.replaceManifest(.sample(7, size: 500_000))
        try world.run(atMost: .seconds(1)) { client.heard.count(where: \.isManifestPart) > 100 }
        world.server.replaceManifest(nil)
        let other = world.add(Cast.shared.clientConfiguration(Cast.shared.clients[1]))
        world.run(for: .seconds(300))
        #expect(client.manifests.isEmpty && other.session != nil && !other.heard.contains(where: \.isAboutManifests))
        let last = world.server.heard.last { $0.message.isManifestRequest }
        #expect(world.now - (try #require(last).at) > .seconds(150), "it stopped asking")
    }

    @Test("What a client finds bad is not fetched again in the same session, and reminders end")
    func refused() throws {
        let (world, client) = try World.connected()
        client.likesManifests = false
        world.server.replaceManifest(Self.small)
        world.run(for: .seconds(600))
        #expect(client.manifests.count == 1 && client.heard.count(where: \.isManifestPart) == 2)
        world.server.replaceManifest(.sample(8, size: 10))
        world.run(for: .seconds(1))
        #expect(client.manifests.map(\.manifest.serial) == [7, 8])
    }

    @Test("A client that does not know of manifests is reminded six times and at new keys, and is left alone")
    func oldClient() throws {
        let (world, client) = try World.connected()
        client.ignoresManifests = true
        world.server.replaceManifest(Self.small)
        world.run(for: .seconds(100))
        #expect(client.rekeyed.isEmpty && client.heard.count(where: \.isManifestNews) == 7)
        world.run(for: .seconds(500))
        #expect(client.heard.count(where: \.isManifestNews) == 7 + client.rekeyed.count && client.rekeyed.count >= 4)
        #expect(client.looks.count == 1 && client.lost.isEmpty && !client.heard.contains(where: \.isManifestPart))
    }

    @Test("Of an exchange whose end is lost, the reminder brings it")
    func lostEnd() throws {
        let (world, client) = try World.connected()
        world.server.replaceManifest(Self.small)
        world.run(for: .milliseconds(25))
        world.network.block(from: client.address, to: world.server.address)
        try world.run(atMost: .milliseconds(20)) { !client.manifests.isEmpty }
        world.network.unblockAll()
        #expect(!Self.hasIt(world, Self.small))
        try world.run(atMost: .seconds(21)) { Self.hasIt(world, Self.small) }
        #expect(client.manifests.count == 1)
    }

    @Test("A crowd of clients has it at once, each whole")
    func crowd() throws {
        let world = World()
        for identity in Cast.shared.clients { world.add(Cast.shared.clientConfiguration(identity)) }
        try world.run(atMost: .seconds(1)) { world.clients.allSatisfy { !$0.settled.isEmpty } }
        world.server.replaceManifest(Self.small)
        world.run(for: .milliseconds(30))
        #expect(world.clients.allSatisfy { $0.manifests.map(\.manifest) == [Self.small] })
    }
}
