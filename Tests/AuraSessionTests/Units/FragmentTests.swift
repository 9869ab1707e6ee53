import AuraSession
import AuraTransport
import AuraWire
import Testing

@Suite("Fragments")
struct FragmentTests {
    private static let now = ContinuousClock.now
    private static let path = SessionPath(link: 1, remote: World.address(10, port: 5000))

    private func fragments(of bytes: [UInt8], seed: UInt64, attempts: Int = 1) -> [[HandshakeFragment]] {
        var random = RandomSource(seed: seed)
        var flight = Flight(message: 1, bytes: bytes, senderIndex: 7, receiverIndex: 0, using: &random)
        return (0..<attempts).map { _ in flight.next().map { try! HandshakeFragment(decoding: $0) } }
    }

    private func message(_ length: Int) -> [UInt8] { (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) } }

    @Test(
        "A message of any length comes out as it went in, from as few pieces as will do, in any order",
        arguments: [1, 2, 1_143, 1_144, 1_145, 2_288, 2_289, 2_500, 3_200, 3_432, 3_433, 4_576])
    func roundTrip(length: Int) {
        for seed in 0..<20 {
            var random = SplitMix64(seed: UInt64(seed))
            let bytes = message(length)
            let pieces = fragments(of: bytes, seed: UInt64(seed))[0].shuffled(using: &random)
            #expect(pieces.count == (length + 1_143) / 1_144)
            var reassembler = Reassembler(maximum: 4, lifetime: .seconds(3))
            let results = pieces.flatMap { piece in
                // Everything but the last piece comes twice.
                (0..<(piece == pieces.last ? 1 : 2)).map { _ in reassembler.take(piece, from: Self.path, now: Self.now)
                }
            }
            #expect(results.compactMap(\.self).map(\.bytes) == [bytes] && results.last??.bytes == bytes)
            #expect(reassembler.count == 0)
        }
    }

    @Test("Pieces vary in length from message to message")
    func lengths() {
        let cuts = Set((0..<50).map { fragments(of: message(2_800), seed: $0)[0].map(\.body.count) })
        #expect(cuts.count > 40)
    }

    @Test("Pieces of two attempts make a message of the later one")
    func attempts() {
        let attempts = fragments(of: message(2_800), seed: 1, attempts: 3)
        #expect(attempts.map { $0[0].attempt } == [0, 1, 2])
        var reassembler = Reassembler(maximum: 4, lifetime: .seconds(3))
        let pieces = [attempts[0][0], attempts[2][1], attempts[1][2]]
        let results = pieces.map { reassembler.take($0, from: Self.path, now: Self.now) }
        #expect(results.compactMap(\.self).map(\.attempt) == [2])
    }

    @Test("Pieces from two addresses, of two messages, or that contradict each other do not go together")
    func apart() {
        let pieces = fragments(of: message(2_000), seed: 1)[0]
        let other = SessionPath(link: 1, remote: World.address(11, port: 5000))
        func changed(_ piece: HandshakeFragment, message: UInt8 = 1, count: UInt8 = 2, receiver: UInt32 = 0)
            -> HandshakeFragment
        {
            HandshakeFragment(
                message: message, index: piece.index, count: count, senderIndex: 7, receiverIndex: receiver, attempt: 0,
                body: piece.body)
        }
        for (second, path) in [
            (pieces[1], other), (changed(pieces[1], message: 3), Self.path), (changed(pieces[1], count: 3), Self.path),
            (changed(pieces[1], receiver: 1), Self.path),
        ] {
            var reassembler = Reassembler(maximum: 4, lifetime: .seconds(3))
            let results = [
                reassembler.take(pieces[0], from: Self.path, now: Self.now),
                reassembler.take(second, from: path, now: Self.now),
            ]
            #expect(results.allSatisfy { $0 == nil })
            let whole = reassembler.take(pieces[1], from: Self.path, now: Self.now)
            #expect(whole != nil, "the control")
        }
    }

    @Test("Pieces wait for their lifetime and no longer", arguments: [(2_999, true), (3_000, false)])
    func lifetime(age: Int, isWhole: Bool) {
        let pieces = fragments(of: message(2_000), seed: 1)[0]
        var reassembler = Reassembler(maximum: 4, lifetime: .seconds(3))
        _ = reassembler.take(pieces[0], from: Self.path, now: Self.now)
        let result = reassembler.take(pieces[1], from: Self.path, now: Self.now + .milliseconds(age))
        #expect((result != nil) == isWhole && reassembler.count == (isWhole ? 0 : 1))
    }

    @Test("However pieces come, at most the maximum is held and the oldest goes first")
    func bound() {
        let pieces = fragments(of: message(2_000), seed: 1)[0]
        var reassembler = Reassembler(maximum: 10, lifetime: .seconds(3))
        var random = SplitMix64(seed: 4)
        for number in 0..<20_000 {
            let port = UInt16(truncatingIfNeeded: random.next() % 60)
            let path = SessionPath(link: 1, remote: World.address(10, port: port))
            _ = reassembler.take(pieces[Int(random.next() % 2)], from: path, now: Self.now + .milliseconds(number))
            #expect(reassembler.count <= 10)
        }
        func path(_ port: UInt16) -> SessionPath { SessionPath(link: 1, remote: World.address(20, port: port)) }
        let later = Self.now + .seconds(100)
        for port in 0..<11 { _ = reassembler.take(pieces[0], from: path(UInt16(port)), now: later) }
        let oldest = reassembler.take(pieces[1], from: path(0), now: later)
        let newest = reassembler.take(pieces[1], from: path(10), now: later)
        #expect(oldest == nil && newest != nil)
    }
}
