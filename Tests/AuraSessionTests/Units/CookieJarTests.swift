import AuraSession
import AuraWire
import Testing

@Suite("The cookie jar")
struct CookieJarTests {
    private static let now = ContinuousClock.now
    private static let path = SessionPath(link: 1, remote: World.address(10, port: 5000))

    private func jar() -> CookieJar { CookieJar(lifetime: .seconds(120), now: Self.now) }

    @Test(
        "A cookie is good for one to two lifetimes",
        arguments: [(0, true), (119, true), (120, true), (239, true), (241, false), (500, false)])
    func lifetime(age: Int, isGood: Bool) {
        var jar = jar()
        let cookie = jar.cookie(for: Self.path, now: Self.now)
        // Cookies are asked for all the time, so that secrets change when they should.
        for second in stride(from: 0, to: age, by: 20) {
            _ = jar.cookie(for: Self.path, now: Self.now + .seconds(second))
        }
        let isValid = jar.isValid(cookie, for: Self.path, now: Self.now + .seconds(age))
        #expect(isValid == isGood)
    }

    @Test("A jar that slept knows no cookie from before")
    func slept() {
        var jar = jar()
        let cookie = jar.cookie(for: Self.path, now: Self.now)
        let isValid = jar.isValid(cookie, for: Self.path, now: Self.now + .seconds(240))
        #expect(!isValid)
    }

    @Test("A cookie is for one address and port, and no other bytes will do")
    func bound() {
        var jar = jar()
        var other = self.jar()
        let cookie = jar.cookie(for: Self.path, now: Self.now)
        let elsewhere = [World.address(11, port: 5000), World.address(10, port: 5001)]
        for remote in elsewhere {
            let isValid = jar.isValid(cookie, for: SessionPath(link: 1, remote: remote), now: Self.now)
            #expect(!isValid)
        }
        let isKnownToOther = other.isValid(cookie, for: Self.path, now: Self.now)
        #expect(!isKnownToOther && cookie.count == CookieReply.cookieLength)
        for bit in 0..<128 {
            var forged = cookie
            forged[bit / 8] ^= 1 << UInt8(bit % 8)
            let isValid = jar.isValid(forged, for: Self.path, now: Self.now)
            #expect(!isValid)
        }
        for bytes in [[], Array(cookie.dropLast()), cookie + [0]] {
            let isValid = jar.isValid(bytes, for: Self.path, now: Self.now)
            #expect(!isValid)
        }
    }
}
