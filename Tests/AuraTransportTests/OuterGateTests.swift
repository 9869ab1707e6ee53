import AuraCrypto
import AuraTransport
import AuraWire
import Testing

@Suite("The outer gate")
struct OuterGateTests {
    private let gate = OuterGate(key: Fixtures.key)

    /// The datagram as it looks on the wire.
    private func cover(_ plain: [UInt8]) throws -> [UInt8] {
        var batch = PacketBatch([plain], to: Fixtures.loopback4)
        var tally = LinkStatistics()
        guard var sealed = gate.cover(&batch, counting: &tally) else {
            return try #require(batch.datagrams.first).bytes
        }
        #expect(batch.datagrams.isEmpty)
        return try #require(sealed.datagrams.first).bytes
    }

    private func uncover(_ wire: [UInt8], _ gate: OuterGate? = nil) -> (plain: [UInt8]?, tally: LinkStatistics) {
        var batch = PacketBatch([wire], to: Fixtures.loopback4)
        var tally = LinkStatistics()
        let left = (gate ?? self.gate).uncover(&batch, counting: &tally)
        let plain = batch.datagrams
        #expect(left == plain.count)
        return (plain.first?.bytes, tally)
    }

    @Test(
        "What is covered looks different and uncovers to the same bytes",
        arguments: [
            Fixtures.data(33), Fixtures.data(34), Fixtures.data(1452), Fixtures.handshake(4), Fixtures.handshake(1160),
            [2], [3, 0, 0, 0, 7],
        ])
    func roundTrip(plain: [UInt8]) throws {
        let wire = try cover(plain)
        #expect(wire.prefix(16) != plain.prefix(16))
        let isData = plain[0] == 1
        #expect(wire.count == plain.count + (isData ? 0 : OuterGate.sealOverhead))
        let result = uncover(wire)
        #expect(result.plain == plain)
        #expect(result.tally.received.bytes == UInt64(wire.count))
        #expect(uncover(wire, OuterGate(key: .random())).plain == nil)
    }

    @Test(
        "What a session does not make is dropped and counted",
        arguments: [[0], [4, 0, 0, 0], [1], Fixtures.data(32), [1, 0, 0, 1] + Fixtures.noise(60, seed: 3)])
    func malformed(plain: [UInt8]) {
        var batch = PacketBatch([plain, Fixtures.data(33)], to: Fixtures.loopback4)
        var tally = LinkStatistics()
        let isSealed = gate.cover(&batch, counting: &tally) != nil
        #expect(!isSealed)
        #expect(batch.datagrams.count == 1)
        #expect(tally.dropsByReason == [.malformed: 1])
    }

    @Test("A batch of all kinds in any order comes through, and each kind is covered once")
    func mixed() {
        let kinds = [
            Fixtures.data(100), Fixtures.handshake(50), Fixtures.data(33), [9, 9], Fixtures.handshake(1_000),
            Fixtures.data(1_400), [3, 0, 0, 0, 7], Fixtures.data(64),
        ]
        for shift in kinds.indices {
            let plain = Array(kinds[shift...] + kinds[..<shift])
            var batch = PacketBatch(plain, to: Fixtures.loopback4)
            var tally = LinkStatistics()
            guard var sealed = gate.cover(&batch, counting: &tally) else {
                Issue.record("nothing was sealed")
                return
            }
            #expect(tally.dropsByReason == [.malformed: 1])
            let left = (gate.uncover(&batch, counting: &tally), gate.uncover(&sealed, counting: &tally))
            #expect(left == (4, 3))
            let (data, others) = (batch.datagrams.map(\.bytes), sealed.datagrams.map(\.bytes))
            #expect(data == plain.filter { $0[0] == 1 })
            #expect(others == plain.filter { (2...3).contains($0[0]) })
        }
    }

    @Test("Any flipped bit of a sealed handshake drops it")
    func flippedHandshake() throws {
        let wire = try cover(Fixtures.handshake(90))
        #expect(uncover(wire).plain != nil)
        for bit in 0..<(wire.count * 8) {
            let result = uncover(wire.flipping(bit))
            #expect(result.plain == nil)
            #expect(result.tally.dropsByReason == [.notOurs: 1])
        }
    }

    @Test("A flipped bit of a data datagram never makes a handshake, nor passes with another type")
    func flippedData() throws {
        let plain = Fixtures.data(64)
        let wire = try cover(plain)
        for bit in 0..<(wire.count * 8) {
            let flipped = uncover(wire.flipping(bit)).plain
            switch bit / 8 {
            case 0..<4, 16..<32: #expect(flipped == nil, "type and sample decide what it is")
            default: #expect(flipped == plain.flipping(bit), "the rest is for the session's own seal")
            }
        }
    }

    @Test("A shortened or extended handshake is dropped")
    func cutHandshake() throws {
        let wire = try cover(Fixtures.handshake(60))
        for length in 0..<wire.count where length > 0 { #expect(uncover(Array(wire.prefix(length))).plain == nil) }
        #expect(uncover(wire + [0]).plain == nil)
    }

    @Test("Something sealed under the right key that is no handshake is dropped", arguments: [0, 1, 4, 255] as [UInt8])
    func sealedOther(type: UInt8) throws {
        let plain: [UInt8] = [type, 0, 0, 0] + Fixtures.noise(40, seed: 1)
        let sealer = Fixtures.key.handshakeSealer
        var batch = PacketBatch(capacity: 1, bytes: 200)
        try batch.append(upTo: 200) { output throws(OuterSealError) in try sealer.seal(plain.span, into: &output) }
        let wire = try #require(batch.datagrams.first).bytes
        #expect(uncover(wire).plain == nil)
    }

    @Test("Random datagrams of all lengths are dropped and counted")
    func random() {
        var dropped: UInt64 = 0
        for length in 1...2000 {
            let result = uncover(Fixtures.noise(length, seed: UInt64(length)))
            #expect(result.plain == nil)
            dropped += result.tally[dropped: .notOurs]
        }
        #expect(dropped == 2000)
    }

    @Test("No byte of what is on the wire is constant")
    func noConstantByte() throws {
        for make in [Fixtures.data, Fixtures.handshake] {
            let wires = try (0..<64).map { try cover(make(64, UInt64($0))) }
            for index in 0..<64 { #expect(Set(wires.map { $0[index] }).count > 16) }
        }
    }
}

@Suite("The outer gate at a socket", .timeLimit(.minutes(1)))
struct OuterGateSocketTests {
    @Test("Strangers get no answer, are counted, and do not disturb what is ours")
    func strangers() async throws {
        var server = try Inspector(Fixtures.link(), echoes: true)
        let stranger = try RawSocket(bindTo: Fixtures.loopback4)
        let wrongKey = try Fixtures.client(key: .random())
        let target = server.link.localAddress
        for length in 0..<500 { stranger.send(Fixtures.noise(length, seed: UInt64(length)), to: target) }
        var wrong = PacketBatch([Fixtures.data(100), Fixtures.handshake(100)], to: target)
        wrongKey.send(&wrong)
        let client = try Inspector(Fixtures.client()).link
        var right = PacketBatch([Fixtures.data(100)], to: target)
        client.send(&right)

        #expect(try await server.receive(1).map(\.bytes) == [Fixtures.data(100)])
        #expect(server.link.statistics.dropsByReason == [.notOurs: 502])
        #expect(server.link.statistics.received.datagrams == 1)
        #expect(stranger.receiveNow() == nil)
        for link in [server.link, wrongKey, client] { link.close(.local("done")) }
    }
}

extension [UInt8] {
    /// With one bit flipped.
    func flipping(_ bit: Int) -> [UInt8] {
        var copy = self
        copy[bit / 8] ^= 1 << UInt8(bit % 8)
        return copy
    }
}
