import AuraSession
import AuraTransport
import AuraWire
import Testing

@Suite("Counters at their limits")
struct CounterTests {
    private static func world(rekey: UInt64, reject: UInt64) throws -> (World, ClientNode) {
        var server = Cast.shared.serverConfiguration()
        var client = Cast.shared.clientConfiguration()
        server.packetLimits.rekeyAfterPackets = rekey
        server.packetLimits.rejectAfterPackets = reject
        client.packetLimits = server.packetLimits
        let (world, node) = try World.connected(server: server, client: client)
        return (world, node)
    }

    @Test("Packets enough from the client bring new keys")
    func clientRekeys() throws {
        let (world, client) = try Self.world(rekey: 50, reject: 1_000)
        for number in 0..<40 { send(number, world, client) }
        #expect(client.rekeyed.isEmpty)
        for number in 40..<200 { send(number, world, client) }
        #expect((2...4).contains(client.rekeyed.count))
        #expect(world.server.received.count == 200 && client.sealErrors.isEmpty)
    }

    private func send(_ number: Int, _ world: World, _ client: ClientNode) {
        client.send(NumberedPacket.make(number))
        world.run(for: .milliseconds(30))
    }

    @Test("Packets enough from the server make it ask for new keys")
    func serverAsks() throws {
        let (world, client) = try Self.world(rekey: 50, reject: 1_000)
        for number in 0..<60 { world.server.send(NumberedPacket.make(number), to: "alice") }
        try world.run(atMost: .seconds(11)) { !client.rekeyed.isEmpty }
        #expect(client.looks.map(\.cause) == [.start] && client.rekeys == 1)
        world.run(for: .seconds(30))
        #expect(client.rekeyed.count == 1)
    }

    @Test("At the hard limit sealing fails, nothing wraps, and no thread spins")
    func exhausted() throws {
        let (world, client) = try Self.world(rekey: 1_000, reject: 100)
        let session = try #require(client.session)
        var datagrams: Set<[UInt8]> = []
        for number in 0..<100 {
            guard let sealed = try? Datagram.seal([UInt8(number)], in: session, now: world.now) else { break }
            #expect(datagrams.insert(sealed.datagram).inserted)
        }
        let counters = datagrams.compactMap { DataHeader($0.span)?.counter }.sorted()
        let first = try #require(counters.first)
        #expect((1..<10).contains(first) && counters == Array(first..<100), "a probe and pings came before")
        for _ in 0..<3 {
            #expect(throws: SealError.exhausted) { try Datagram.seal([1], in: session, now: world.now) }
            #expect(throws: SealError.exhausted) { try session.seal(.rekeyRequest, now: world.now) }
        }
        world.network.blockBoth(client.address, world.server.address)
        world.run(for: .seconds(30))
        #expect(client.rekeyed.isEmpty)
        world.network.unblockAll()
        try world.run(atMost: .seconds(5)) { !client.rekeyed.isEmpty }
    }

    @Test("A run of packets that meets the limit is sealed up to it")
    func run() throws {
        let (world, client) = try Self.world(rekey: 1_000, reject: 5 + 2)
        let session = try #require(client.session)
        var packets = PacketBatch(capacity: 10, bytes: 1_000, headroom: 1)
        for number in 0..<10 {
            packets.append(upTo: 1) { output in
                output[0] = UInt8(number)
                return 1
            }
        }
        packets.drop(at: 1)
        var sealed = PacketBatch(capacity: 10, bytes: 10_000)
        var cursor = SealCursor(0..<10)
        let first = try session.seal(&packets, from: &cursor, into: &sealed, now: world.now)
        #expect(cursor.index == 6 && first.sealed == 5 && first.bytes == 5 && sealed.count == 5)
        #expect(throws: SealError.exhausted) {
            try session.seal(&packets, from: &cursor, into: &sealed, now: world.now)
        }
        #expect(sealed.count == 5 && session.traffic.txPackets == 5)
    }

    @Test("A full batch ends a run, and the rest follows")
    func full() throws {
        let (world, client) = try Self.world(rekey: 1_000, reject: 1_000)
        let session = try #require(client.session)
        var packets = PacketBatch(capacity: 4, bytes: 100, headroom: 1)
        for _ in 0..<4 { packets.append(upTo: 1) { _ in 1 } }
        var sealed = PacketBatch(capacity: 3, bytes: 1_000)
        var cursor = SealCursor(0..<4)
        let run = try session.seal(&packets, from: &cursor, into: &sealed, now: world.now)
        #expect(run.sealed == 3 && cursor.index == 3 && sealed.count == 3)
        sealed.removeAll()
        #expect(try session.seal(&packets, from: &cursor, into: &sealed, now: world.now).sealed == 1)
        #expect(cursor.isAtEnd)
    }

    @Test("A packet too large for an empty batch is an error, not an endless loop")
    func tooLarge() throws {
        let (world, client) = try Self.world(rekey: 1_000, reject: 1_000)
        let session = try #require(client.session)
        var packets = Datagram.batch(of: [UInt8](repeating: 0, count: 100), headroom: 1)
        var sealed = PacketBatch(capacity: 1, bytes: 100 + Session.packetOverhead - 1)
        var cursor = SealCursor(0..<1)
        #expect(throws: SealError.noRoom) {
            try session.seal(&packets, from: &cursor, into: &sealed, now: world.now)
        }
        var roomier = PacketBatch(capacity: 1, bytes: 100 + Session.packetOverhead)
        #expect(try session.seal(&packets, from: &cursor, into: &roomier, now: world.now).sealed == 1)
    }
}
