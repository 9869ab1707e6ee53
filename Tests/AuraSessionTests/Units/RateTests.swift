import AuraSession
import AuraWire
import Testing

@Suite("Rates and pauses")
struct RateTests {
    private static let now = ContinuousClock.now

    @Test("A bucket gives its burst, then its rate, and keeps no more than its burst")
    func bucket() {
        var bucket = TokenBucket(rate: 10, burst: 3, now: Self.now)
        func taken(at offset: Duration, asking count: Int) -> Int {
            (0..<count).count { _ in bucket.take(now: Self.now + offset) }
        }
        #expect(taken(at: .zero, asking: 5) == 3)
        #expect(taken(at: .milliseconds(99), asking: 5) == 0)
        #expect(taken(at: .milliseconds(100), asking: 5) == 1)
        #expect(taken(at: .milliseconds(350), asking: 5) == 2)
        #expect(taken(at: .seconds(1_000), asking: 50) == 3)
        #expect(taken(at: .seconds(900), asking: 1) == 0, "time that goes back gives nothing")
        #expect(taken(at: .seconds(1_000), asking: 1) == 0)
    }

    @Test("Each address has its own rate; an IPv6 /64 is one address")
    func addresses() throws {
        var limits = HandshakeLimits()
        limits.addressRate = 1
        limits.addressBurst = 2
        var limiter = RateLimiter(limits: limits, now: Self.now)
        func admitted(_ text: String, asking count: Int = 4) throws -> Int {
            let address = try #require(IPAddress(text))
            return (0..<count).count { _ in limiter.admits(address, now: Self.now) }
        }
        #expect(try admitted("192.0.2.1") == 2 && admitted("192.0.2.1") == 0)
        #expect(try admitted("192.0.2.2") == 2)
        #expect(try admitted("2001:db8::1") == 2 && admitted("2001:db8::2") == 0)
        #expect(try admitted("2001:db8:0:1::1") == 2)
    }

    @Test("Pauses double up to the limit, with at most half of them off, and start anew after a success")
    func backoff() {
        let timing = SessionTiming()
        var backoff = Backoff(timing: timing)
        var random = RandomSource(seed: 1)
        var expected = timing.firstBackoff
        for _ in 0..<100 {
            let pause = backoff.next(using: &random)
            #expect(pause >= expected / 2 && pause <= expected)
            expected = min(expected * 2, timing.maximumBackoff)
        }
        backoff.reset()
        let first = backoff.next(using: &random)
        #expect(first <= timing.firstBackoff)
    }
}
