import AuraSession
import AuraTransport
import AuraWire
import Testing

@Suite("Cookies under load")
struct CookieTests {
    /// A server that is always under load.
    private static func busyServer(_ change: (inout HandshakeLimits) -> Void = { _ in }) -> ServerMachineConfiguration {
        var configuration = Cast.shared.serverConfiguration()
        configuration.limits.freeRate = 0
        configuration.limits.freeBurst = 0
        change(&configuration.limits)
        return configuration
    }

    @Test("A client brings its cookie and is served in one round trip more")
    func served() throws {
        let world = World(server: Self.busyServer())
        let client = world.add()
        try world.run(atMost: .seconds(5)) { client.session != nil }
        #expect(world.elapsed == .milliseconds(60) && client.looks.count == 1)
        #expect(world.server.rejections.map(\.label) == ["cookie_required"])
    }

    @Test("Cookies work at 20% loss, doubled and reordered")
    func lossy() throws {
        for seed in 0..<30 {
            let world = World(seed: UInt64(seed), .rough(loss: 0.2), server: Self.busyServer())
            let client = world.add()
            try world.run(atMost: .seconds(30)) { client.session != nil }
        }
    }

    @Test("A burst is answered freely, the rest with cookies")
    func burst() throws {
        var configuration = Cast.shared.serverConfiguration()
        configuration.limits.freeRate = 0
        configuration.limits.freeBurst = 2
        let world = World(server: configuration)
        for identity in Cast.shared.clients { world.add(Cast.shared.clientConfiguration(identity)) }
        world.run(for: .seconds(1))
        #expect(world.server.established == 3)
        #expect(world.server.rejections.map(\.label) == ["cookie_required"])
    }

    /// What a server makes of a cookie that was given to port 5000 of one address.
    private func answer(
        to client: SocketAddress, after pause: Duration
    ) throws -> (messages: [DatagramType?], rejections: [String]) {
        let given = World.address(10, port: 5000)
        var now = ContinuousClock.now
        var wall = WallTime(Cast.date)
        let configuration = Self.busyServer { $0.cookieLifetime = .seconds(10) }
        var hands = Hands(configuration, now: now, wall: wall)
        let question = hands.begin(now: now, wall: wall)
        let cookie = hands.ask(question, from: given, now: now, wall: wall).datagrams
        let second = hands.tell(cookie, now: now, wall: wall)
        now += pause
        wall = WallTime(milliseconds: wall.milliseconds + UInt64(pause / .milliseconds(1)))
        let answer = hands.ask(second, from: client, now: now, wall: wall)
        return (answer.datagrams.map { DatagramType(rawValue: $0[0]) }, answer.rejections)
    }

    @Test("A cookie is good for the address and port that it was given to, for a while")
    func bound() throws {
        let given = World.address(10, port: 5000)
        let served = try answer(to: given, after: .seconds(9))
        #expect(Set(served.messages) == [.handshake] && served.rejections.isEmpty)
        for (client, pause) in [
            (World.address(11, port: 5000), Duration.zero), (World.address(10, port: 5001), .zero),
            (given, .seconds(21)),
        ] {
            let refused = try answer(to: client, after: pause)
            #expect(refused.messages == [.cookie] && refused.rejections == ["cookie_required"])
        }
    }

    @Test("A server that asks for cookies for ever does not keep a client busy")
    func endless() {
        let (now, wall) = (ContinuousClock.now, WallTime(Cast.date))
        var hands = Hands(Self.busyServer(), now: now, wall: wall)
        let question = hands.begin(now: now, wall: wall)
        let first = hands.ask(question, from: World.address(10, port: 1), now: now, wall: wall).datagrams
        let second = hands.tell(first, now: now, wall: wall)
        #expect(second.count == 3)
        let again = hands.ask(second, from: World.address(10, port: 2), now: now, wall: wall).datagrams
        #expect(again.map { DatagramType(rawValue: $0[0]) } == [.cookie])
        #expect(hands.tell(again, now: now, wall: wall).isEmpty)
    }

    @Test("A cookie that was lost is given again to the next attempt, not to a recording of the first")
    func again() {
        let (now, wall) = (ContinuousClock.now, WallTime(Cast.date))
        let client = World.address(10, port: 5000)
        var hands = Hands(Self.busyServer(), now: now, wall: wall)
        let question = hands.begin(now: now, wall: wall)
        #expect(hands.ask(question, from: client, now: now, wall: wall).datagrams.count == 1)
        #expect(hands.ask(question, from: client, now: now, wall: wall).rejections == ["replayed"])
        let repetition = hands.clientTick(now: now + .milliseconds(300), wall: wall)
        #expect(repetition.count == 3)
        #expect(hands.ask(repetition, from: client, now: now, wall: wall).rejections == ["cookie_required"])
        #expect(hands.ask(repetition, from: client, now: now, wall: wall).datagrams.isEmpty)
    }
}
