import AuraCrypto
import AuraTransport
import AuraWire
import Foundation
import Testing

/// Hostile datagrams against both ends. An assertion of the library would end the test process.
///
/// `AURA_FUZZ=1000000` in the environment makes it so many, and `AURA_FUZZ_SEED` other ones.
@Suite("QUIC: hostile datagrams")
struct QUICFuzzTests {
    private static let count = ProcessInfo.processInfo.environment["AURA_FUZZ"].flatMap { Int($0) } ?? 100_000

    private static let firstSeed =
        ProcessInfo.processInfo.environment["AURA_FUZZ_SEED"].flatMap { UInt64($0) }.map { max($0, 3) } ?? 3

    @Test("Random, changed, cut and repeated packets do no harm")
    func hostile() throws {
        var fuzzer = try QUICFuzzer(seed: Self.firstSeed)
        for number in 0..<Self.count {
            try fuzzer.step()
            // Ever and again a good client must still get in.
            if number % 20_000 == 19_999 { try fuzzer.expectService() }
        }
        try fuzzer.expectService()
        #expect(fuzzer.fed == Self.count)
    }

    @Test("Empty and one-byte datagrams do no harm")
    func tiny() throws {
        let (world, client) = try QUICWorld.connected()
        for node in [world.server, client] {
            let peer = node === client ? world.server.address : client.address
            world.inject([], into: node, from: peer)
            for byte in UInt8.min...UInt8.max { world.inject([byte], into: node, from: peer) }
        }
        client.send([[1, 2, 3]])
        world.run(for: 1)
        #expect(world.server.owner.received == [[1, 2, 3]])
    }

    @Test("A peer that seals nonsense does no harm, before its proof and after", arguments: [true, false])
    func nonsense(isClient: Bool) throws {
        var ended = 0
        let rounds = max(Self.count / 250, 400)
        for round in 0..<rounds {
            let seed = Self.firstSeed + UInt64(round)
            let world = try QUICWorld(seed: seed)
            world.delay = 1_000_000
            let client: QUICNode
            if isClient {
                client = try world.addClient(tampering: seed)
            } else {
                world.server.endpoint.tampering = seed
                client = try world.addClient()
            }
            world.run(for: 0.5)
            // Loss, and a client that moves, bring out more of the library.
            if round % 3 == 0 { world.up.loss = 0.1 }
            for step in 0..<20 {
                if round % 4 == 0, step % 8 == 4 {
                    client.otherAddresses.append(client.address)
                    client.address = client.address.with(port: 50_000 + UInt16(step))
                }
                // And back to where it was first.
                if round % 8 == 0, step % 8 == 6 { client.address = client.address.with(port: 40_000) }
                client.send([Fixtures.data(600, seed: seed)])
                world.server.send([Fixtures.data(600, seed: seed)])
                world.run(for: 0.05)
            }
            if !world.server.owner.reasons.isEmpty || !client.owner.reasons.isEmpty { ended += 1 }
        }
        #expect(ended > rounds / 4, "the nonsense is understood as such")
    }
}
