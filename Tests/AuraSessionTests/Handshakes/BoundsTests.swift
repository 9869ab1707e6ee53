import AuraSession
import AuraTransport
import AuraWire
import Testing

@Suite("What strangers can make a server hold")
struct BoundsTests {
    private static let now = ContinuousClock.now
    private static let wall = WallTime(Cast.date)

    private static var small: HandshakeLimits {
        var limits = HandshakeLimits()
        limits.maximumPending = 16
        limits.maximumAssemblies = 8
        limits.replayMemory = 64
        limits.cookieMemory = 32
        limits.maximumAddresses = 8
        return limits
    }

    /// First messages that differ in their padding, from as many addresses, cut as they were.
    private func flood(_ hands: inout Hands, count: Int, pieces: Int = 3) -> Hands.Answer {
        let question = hands.begin(now: Self.now, wall: Self.wall).map { try! HandshakeFragment(decoding: $0) }
        var total = Hands.Answer()
        for number in 0..<count {
            let datagrams = question.prefix(pieces).map { variant(of: $0, number: number) }
            let source = SocketAddress(.v4(IPv4Address(bits: UInt32(number))), port: 5000)
            let answer = hands.ask(datagrams, from: source, now: Self.now, wall: Self.wall)
            total.datagrams += answer.datagrams
            total.rejections += answer.rejections
        }
        return total
    }

    private func variant(of piece: HandshakeFragment, number: Int) -> [UInt8] {
        var body = Array(piece.body)
        if piece.index == 2 {
            body[body.count - 1] = UInt8(truncatingIfNeeded: number)
            body[body.count - 2] = UInt8(truncatingIfNeeded: number >> 8)
        }
        return HandshakeFragment(
            message: 1, index: piece.index, count: piece.count, senderIndex: UInt32(number), receiverIndex: 0,
            attempt: 0, body: body[...]
        ).encoded
    }

    @Test("Unfinished handshakes are bounded, and gone after their time")
    func pending() {
        var configuration = Cast.shared.serverConfiguration()
        configuration.limits = Self.small
        var hands = Hands(configuration, now: Self.now, wall: Self.wall)
        let answer = flood(&hands, count: 100)
        #expect(hands.server.pendingCount == 16 && hands.server.heldForStrangers.handshakes == 16)
        #expect(answer.rejections == Array(repeating: "busy", count: 84))
        #expect(hands.server.heldForStrangers.replays == 16)
        hands.server.tick(now: Self.now + .seconds(5))
        #expect(hands.server.pendingCount == 0 && hands.server.heldForStrangers.handshakes == 0)
        #expect(hands.server.nextDeadline == nil)
    }

    @Test("Unfinished handshakes are gone each after its own time")
    func pendingByTurns() {
        var hands = Hands(Cast.shared.serverConfiguration(), now: Self.now, wall: Self.wall)
        for second in 0..<5 { begin(&hands, port: UInt16(5_000 + second), at: Self.now + .seconds(second)) }
        #expect(hands.server.pendingCount == 5)
        for gone in 1...5 {
            let due = Self.now + .seconds(4 + gone)
            #expect(hands.server.nextDeadline == due)
            hands.server.tick(now: due - .milliseconds(1))
            #expect(hands.server.heldForStrangers.handshakes == 6 - gone)
            hands.server.tick(now: due)
            #expect(hands.server.pendingCount == 5 - gone && hands.server.heldForStrangers.handshakes == 5 - gone)
        }
        #expect(hands.server.nextDeadline == nil)
    }

    private func begin(_ hands: inout Hands, port: UInt16, at now: ContinuousClock.Instant) {
        let question = hands.begin(now: now, wall: Self.wall)
        let answer = hands.ask(question, from: World.address(10, port: port), now: now, wall: Self.wall)
        #expect(answer.datagrams.count >= 2)
    }

    @Test("Memory for cookies that were asked for is bounded, and full shuts nobody out")
    func cookies() {
        var configuration = Cast.shared.serverConfiguration()
        configuration.limits = Self.small
        configuration.limits.freeBurst = 0
        configuration.limits.freeRate = 0
        var hands = Hands(configuration, now: Self.now, wall: Self.wall)
        let answer = flood(&hands, count: 1_000)
        #expect(answer.rejections == Array(repeating: "cookie_required", count: 1_000))
        #expect(hands.server.heldForStrangers.replays <= 64 && hands.server.pendingCount == 0)
        let client = World.address(10, port: 5000)
        let cookie = hands.ask(
            hands.begin(now: Self.now, wall: Self.wall), from: client, now: Self.now, wall: Self.wall)
        let second = hands.tell(cookie.datagrams, now: Self.now, wall: Self.wall)
        #expect(hands.ask(second, from: client, now: Self.now, wall: Self.wall).datagrams.count >= 2)
    }

    @Test("Messages in the making are bounded; the newest is still put together")
    func assemblies() {
        var configuration = Cast.shared.serverConfiguration()
        configuration.limits = Self.small
        var hands = Hands(configuration, now: Self.now, wall: Self.wall)
        let answer = flood(&hands, count: 5_000, pieces: 2)
        #expect(hands.server.heldForStrangers.assemblies == 8 && answer.datagrams.isEmpty)
        let question = hands.begin(now: Self.now, wall: Self.wall)
        let client = World.address(10, port: 5000)
        #expect(!hands.ask(question, from: client, now: Self.now, wall: Self.wall).datagrams.isEmpty)
    }

    @Test("Watched addresses are bounded")
    func addresses() {
        var limiter = RateLimiter(limits: Self.small, now: Self.now)
        for number in 0..<1_000 {
            let isAdmitted = limiter.admits(
                .v4(IPv4Address(bits: UInt32(number))), now: Self.now + .milliseconds(number))
            #expect(isAdmitted)
        }
        #expect(limiter.addressCount == 8)
    }

    @Test("A first message too short for its answer costs nothing")
    func short() {
        var hands = Hands(now: Self.now, wall: Self.wall)
        let question = hands.begin(now: Self.now, wall: Self.wall).map { try! HandshakeFragment(decoding: $0) }
        let whole = question.flatMap(\.body)
        let client = World.address(10, port: 5000)
        for (index, length) in [1_300, 2_288, 2_399].enumerated() {
            var pieces = [whole[..<1_144], whole[1_144..<min(length, 2_288)]]
            if length > 2_288 { pieces.append(whole[2_288..<length]) }
            let datagrams = pieces.enumerated().map { place, body in
                HandshakeFragment(
                    message: 1, index: UInt8(place), count: UInt8(pieces.count), senderIndex: UInt32(index + 1),
                    receiverIndex: 0, attempt: 0, body: body
                ).encoded
            }
            let answer = hands.ask(datagrams, from: client, now: Self.now, wall: Self.wall)
            #expect(answer.rejections == ["malformed"] && answer.datagrams.isEmpty)
        }
        #expect(hands.ask(question.map(\.encoded), from: client, now: Self.now, wall: Self.wall).rejections.isEmpty)
    }
}
