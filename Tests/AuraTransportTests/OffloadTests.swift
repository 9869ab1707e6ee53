import AuraTransport
import AuraWire
import Testing

@Suite("Segmented sends and joined receives", .timeLimit(.minutes(1)))
struct OffloadTests {
    /// Runs with shorter ends, single datagrams, a handshake between them.
    private static let payloads: [[UInt8]] =
        (0..<150).map { Fixtures.data(1400, seed: $0) } + [Fixtures.data(700)] + [Fixtures.handshake(500)]
        + (0..<70).map { Fixtures.data(90 + Int($0) % 3, seed: $0) } + (0..<100).map { Fixtures.data(1200, seed: $0) }

    @Test(
        "With and without offloads, adjacent in memory or not, the same bytes arrive in the same order",
        arguments: [(true, true), (true, false), (false, true), (false, false)], [0, 24])
    func equality(offloads: (Bool, Bool), headroom: Int) async throws {
        var server = try Inspector(Fixtures.link { $0.joinsReceived = offloads.1 })
        let client = try Fixtures.link { $0.segmentation = offloads.0 ? .standard : nil }
        #expect(client.isSegmenting == offloads.0)
        var batch = PacketBatch(Self.payloads, to: server.link.localAddress, headroom: headroom)
        client.send(&batch)
        let arrived = try await server.receive(Self.payloads.count).map(\.bytes)
        #expect(arrived.filter { $0[0] == 1 } == Self.payloads.filter { $0[0] == 1 })
        #expect(arrived.filter { $0[0] == 2 } == Self.payloads.filter { $0[0] == 2 })
        #expect(client.statistics.sent.datagrams == UInt64(Self.payloads.count))
        #expect(client.isSegmenting == offloads.0)
        server.link.close(.local("done"))
        client.close(.local("done"))
    }

    @Test("When the kernel refuses a segmented send, the datagrams still arrive and the link does without from then on")
    func fallback() async throws {
        var server = try Inspector(Fixtures.link())
        // More segments than any kernel takes: 64 before Linux 6.9, 128 since.
        let client = try Fixtures.link { $0.segmentation = SegmentLimits(segments: 500, bytes: 65_000) }
        #expect(client.isSegmenting)
        let payloads = (0..<500).map { Fixtures.data(100, seed: $0) }
        for round in 1...2 {
            var batch = PacketBatch(payloads, to: server.link.localAddress)
            client.send(&batch)
            #expect(try await server.receive(500).map(\.bytes) == payloads)
            #expect(!client.isSegmenting)
            #expect(client.statistics.sent.datagrams == UInt64(500 * round))
        }
        #expect(client.statistics.dropped == 0)
        server.link.close(.local("done"))
        client.close(.local("done"))
    }

    @Test("Datagrams too large to send do not cost the link its segmenting")
    func tooLargeIsNotARefusal() throws {
        let client = try Fixtures.link { $0.segmentation = SegmentLimits(segments: 64, bytes: 1_000_000) }
        var batch = PacketBatch((0..<3).map { Fixtures.data(65_530, seed: $0) }, to: Fixtures.loopback4.with(port: 9))
        client.send(&batch)
        #expect(client.statistics.dropsByReason == [.tooLarge: 3])
        #expect(client.isSegmenting)
        client.close(.local("done"))
    }
}
