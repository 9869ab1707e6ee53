internal import AuraWire
internal import Crypto
internal import Foundation

/// Makes and checks the cookies by which a client proves its address; remembers none of them
/// (PROTOCOL.md, "Cookies").
package struct CookieJar: Sendable {
    private let lifetime: Duration
    private var current = SymmetricKey(size: .bits256)
    private var previous = SymmetricKey(size: .bits256)
    private var made: ContinuousClock.Instant

    package init(lifetime: Duration, now: ContinuousClock.Instant) {
        self.lifetime = lifetime
        made = now
    }

    /// The cookie for `path`.
    package mutating func cookie(for path: SessionPath, now: ContinuousClock.Instant) -> [UInt8] {
        rotate(now)
        return Array(HMAC<SHA256>.authenticationCode(for: Self.bytes(of: path), using: current).prefix(Self.length))
    }

    /// True when `cookie` was made for `path` not long ago. Compares in constant time.
    package mutating func isValid(_ cookie: [UInt8], for path: SessionPath, now: ContinuousClock.Instant) -> Bool {
        rotate(now)
        guard cookie.count == Self.length else { return false }
        let isCurrent = Self.matches(cookie, path, current)
        let isPrevious = Self.matches(cookie, path, previous)
        return isCurrent || isPrevious
    }

    private static var length: Int { CookieReply.cookieLength }

    private mutating func rotate(_ now: ContinuousClock.Instant) {
        guard now - made >= lifetime else { return }
        previous = now - made < lifetime * 2 ? current : SymmetricKey(size: .bits256)
        current = SymmetricKey(size: .bits256)
        made = now
    }

    private static func matches(_ cookie: [UInt8], _ path: SessionPath, _ key: SymmetricKey) -> Bool {
        let expected = HMAC<SHA256>.authenticationCode(for: bytes(of: path), using: key).prefix(length)
        return zip(expected, cookie).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func bytes(of path: SessionPath) -> [UInt8] {
        path.remote.ip.octets + [UInt8(path.remote.port >> 8), UInt8(path.remote.port & 0xff)]
    }
}
