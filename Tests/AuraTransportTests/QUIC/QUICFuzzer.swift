import AuraTransport
import AuraWire
import Testing

/// Feeds a server and a client with datagrams made of real ones, and lets time pass.
struct QUICFuzzer {
    private let world: QUICWorld
    private var client: QUICNode
    private var random: SplitMix64
    private var corpus: [[UInt8]] = []
    private var port: UInt16 = 10_000
    private(set) var fed = 0

    init(seed: UInt64) throws {
        random = SplitMix64(seed: seed)
        world = try QUICWorld(seed: seed)
        world.isRecording = true
        client = try world.addClient()
        world.run(for: 1)
        try gather()
    }

    /// Feeds one datagram.
    mutating func step() throws {
        let bytes = make()
        let isForServer = random.next() % 3 != 0
        let node = isForServer ? world.server : client
        let remote = isForServer ? source() : world.server.address
        world.inject(bytes, into: node, from: remote)
        fed += 1
        // Time passes and answers are thrown away, most of the time; real traffic goes on in between.
        if random.next() % 16 == 0 { world.pump(world.server) }
        if random.next() % 64 == 0 { world.run(for: Double(random.next() % 1_000) / 100_000) }
        if random.next() % 2_048 == 0 { try gather() }
    }

    /// A good client gets a link and its datagrams through.
    mutating func expectService() throws {
        world.run(for: 12)
        port &+= 1
        let good = try world.addClient(port: port)
        world.run(for: 5) { good.connection != nil }
        try #require(good.connection != nil)
        let before = world.server.owner.received.count
        good.send([[1, 2, 3]])
        world.run(for: 1)
        #expect(world.server.owner.received.count > before)
        world.close(good, .local("done"))
        world.run(for: 1)
        world.clients.removeAll { $0 === good }
    }

    /// Refreshes what the datagrams are made of: a new connection and its traffic.
    private mutating func gather() throws {
        if client.connection == nil {
            world.clients.removeAll()
            port &+= 1
            client = try world.addClient(port: port)
            world.run(for: 1)
        }
        client.send([Fixtures.data(300), Fixtures.data(1_000)])
        world.run(for: 0.1)
        corpus = Array((corpus + world.record.map(\.bytes)).suffix(400))
        world.record.removeAll()
        world.server.owner.received.removeAll()
        client.owner.received.removeAll()
        // An unfinished handshake, too, is something to aim at.
        let half = QUICNode(client: try QUICFixtures.pass(), client.address.with(port: port &+ 5_000))
        var first: [UInt8] = []
        half.tap = { bytes in
            first = bytes
            return nil
        }
        _ = half.endpoint.connect(
            path: QUICPath(local: half.address, remote: world.server.address), serverName: nil, at: world.time)
        world.pump(half)
        corpus.append(first)
    }

    private mutating func source() -> SocketAddress {
        random.next() % 2 == 0
            ? client.address
            : SocketAddress(.v4(IPv4Address(bits: UInt32(truncatingIfNeeded: random.next()))), port: 1_000)
    }

    private mutating func make() -> [UInt8] {
        var bytes = pick()
        switch random.next() % 10 {
        case 0: return noise()
        case 1: bytes = Array(bytes.prefix(below(bytes.count + 1)))
        case 2: bytes += noise()
        case 3: bytes = pick().prefix(below(1_200)) + bytes.suffix(below(bytes.count + 1))
        case 4: break
        case 5: bytes = forge(bytes)
        default: for _ in 0...below(8) where !bytes.isEmpty { bytes[below(bytes.count)] ^= UInt8(1 << below(8)) }
        }
        return Array(bytes.prefix(1_500))
    }

    /// A long header of some kind, with lengths that may be wrong.
    private mutating func forge(_ body: [UInt8]) -> [UInt8] {
        let first = UInt8(truncatingIfNeeded: 0x80 | random.next())
        let version: [UInt8] = random.next() % 4 == 0 ? Array(noise().prefix(4)) : [0, 0, 0, 1]
        let ids = (0..<2).flatMap { _ in
            let length = below(24)
            return [UInt8(length)] + Fixtures.noise(length, seed: random.next())
        }
        return [first] + version + ids + noise().prefix(below(6)) + body
    }

    private mutating func noise() -> [UInt8] {
        Fixtures.noise(below(random.next() % 4 == 0 ? 1_500 : 80), seed: random.next())
    }

    private mutating func pick() -> [UInt8] { corpus.isEmpty ? [] : corpus[below(corpus.count)] }

    private mutating func below(_ bound: Int) -> Int {
        bound <= 0 ? 0 : Int(random.next() % UInt64(bound))
    }
}
