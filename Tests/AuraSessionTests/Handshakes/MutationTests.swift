import AuraSession
import AuraTransport
import AuraWire
import Testing

@Suite("Damaged and invented datagrams")
struct MutationTests {
    private static let now = ContinuousClock.now
    private static let wall = WallTime(Cast.date)
    private static let client = World.address(10, port: 5000)
    /// Offset of the number of the attempt, which may be any and which the outer layer protects.
    private static let attemptOffset = 12

    /// Runs a handshake whose datagrams pass through `change`; returns the sessions that the server and the client have.
    private func handshake(_ change: (_ step: Int, [UInt8]) -> [UInt8]) -> (server: Int, client: Int) {
        var hands = Hands(now: Self.now, wall: Self.wall)
        var step = 0
        func pass(_ datagrams: [[UInt8]]) -> [[UInt8]] {
            datagrams.map { datagram in
                defer { step += 1 }
                return change(step, datagram)
            }
        }
        var established = 0
        var fromClient = hands.begin(now: Self.now, wall: Self.wall)
        while !fromClient.isEmpty, hands.sessions.isEmpty {
            let answer = hands.ask(pass(fromClient), from: Self.client, now: Self.now, wall: Self.wall)
            established += answer.established
            fromClient = hands.tell(pass(answer.datagrams), now: Self.now, wall: Self.wall)
        }
        return (established, hands.sessions.count)
    }

    /// The lengths of the datagrams of a handshake: the control.
    private func lengths() -> [Int] {
        var lengths: [Int] = []
        let sessions = handshake { _, datagram in
            lengths.append(datagram.count)
            return datagram
        }
        #expect(sessions == (1, 1))
        return lengths
    }

    @Test("A handshake with any byte changed ends without a session")
    func mutation() {
        var random = SplitMix64(seed: 5)
        for (step, length) in lengths().enumerated() {
            let isLast = step == lengths().count - 1
            for offset in 0..<length where offset < 20 || offset % 23 == 0 || offset > length - 4 {
                if offset == Self.attemptOffset, !isLast { continue }
                let mask = UInt8(1) << UInt8(random.next() % 8)
                let sessions = handshake { here, datagram in
                    var datagram = datagram
                    if here == step, offset < datagram.count { datagram[offset] ^= mask }
                    return datagram
                }
                #expect(sessions.client == 0, "datagram \(step), byte \(offset)")
                if !isLast { #expect(sessions.server == 0, "datagram \(step), byte \(offset)") }
            }
        }
    }

    @Test("A handshake with any datagram cut short ends without a session")
    func truncation() {
        for (step, length) in lengths().enumerated() {
            for cut in [0, 1, 15, 16, 17, length / 2, length - 1] where cut < length {
                let sessions = handshake { here, datagram in here == step ? Array(datagram.prefix(cut)) : datagram }
                #expect(sessions.client == 0, "datagram \(step), \(cut) bytes")
            }
        }
    }

    @Test("A packet with any bit changed, or cut short, is not delivered")
    func packets() throws {
        let (world, client) = try World.connected()
        let session = try #require(client.session)
        let packet = NumberedPacket.make(7)
        let sealed = try Datagram.seal(packet, in: session, now: world.now).datagram
        for bit in 0..<(sealed.count * 8) {
            var forged = sealed
            forged[bit / 8] ^= 1 << UInt8(bit % 8)
            world.inject(forged, from: client.address, to: world.server.address)
        }
        for length in 0..<sealed.count {
            world.inject(Array(sealed.prefix(length)), from: client.address, to: world.server.address)
        }
        world.inject(sealed + [0], from: client.address, to: world.server.address)
        #expect(world.server.received.isEmpty && world.server.forged > 0)
        world.inject(sealed, from: client.address, to: world.server.address)
        #expect(world.server.received.map(\.packet) == [packet])
    }

    @Test("100,000 invented datagrams get no answer and do no harm")
    func garbage() throws {
        let (world, client) = try World.connected()
        var random = SplitMix64(seed: 9)
        let before = (world.server.sent, client.sent)
        for _ in 0..<50_000 {
            let datagram = invent(using: &random)
            world.inject(datagram, from: World.address(UInt8(random.next() % 256), port: 1), to: world.server.address)
            world.inject(datagram, from: world.server.address, to: client.address)
        }
        #expect((world.server.sent, client.sent) == before)
        #expect(world.server.received.isEmpty && client.received.isEmpty && world.server.established == 1)
        client.send(NumberedPacket.make(1))
        world.run(for: .milliseconds(50))
        #expect(world.server.received.count == 1)
    }

    /// Random bytes, half of them with a good type and plausible small fields in front.
    private func invent(using random: inout SplitMix64) -> [UInt8] {
        let length = Int(random.next() % 80)
        var bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        guard random.next() % 2 == 0, length >= 16 else { return bytes }
        bytes[0] = UInt8(random.next() % 5)
        for offset in 1..<4 { bytes[offset] = bytes[0] == 2 ? UInt8(random.next() % 5) : 0 }
        for offset in 13..<16 { bytes[offset] = 0 }
        return bytes
    }
}
