package import AuraWire

/// Decides which first messages are answered at once, and which must bring a cookie (PROTOCOL.md, "Cookies").
package struct RateLimiter: Sendable {
    private let limits: HandshakeLimits
    private var free: TokenBucket
    private var addresses: [IPAddress: TokenBucket] = [:]

    package init(limits: HandshakeLimits, now: ContinuousClock.Instant) {
        self.limits = limits
        free = TokenBucket(rate: limits.freeRate, burst: limits.freeBurst, now: now)
    }

    /// True while so few first messages come that no cookie is needed.
    package mutating func admitsFreely(now: ContinuousClock.Instant) -> Bool {
        free.take(now: now)
    }

    /// True when `address`, which has been proved, has not sent too much.
    package mutating func admits(_ address: IPAddress, now: ContinuousClock.Instant) -> Bool {
        let network = Self.network(of: address)
        if addresses[network] == nil, addresses.count >= limits.maximumAddresses { forgetLongestUnseen() }
        let blank = TokenBucket(rate: limits.addressRate, burst: limits.addressBurst, now: now)
        return addresses[network, default: blank].take(now: now)
    }

    /// Addresses that are watched.
    package var addressCount: Int { addresses.count }

    private mutating func forgetLongestUnseen() {
        guard let longest = addresses.min(by: { $0.value.filled < $1.value.filled })?.key else { return }
        addresses[longest] = nil
    }

    /// One customer usually has a whole IPv6 /64.
    private static func network(of address: IPAddress) -> IPAddress {
        guard case .v6(let host) = address else { return address }
        return .v6(IPv6Address(bits: (host.bits >> 64) << 64))
    }
}

/// Tokens that come at a steady rate and are kept up to a burst.
package struct TokenBucket: Sendable {
    private let rate: Double
    private let burst: Double
    private var tokens: Double
    /// When tokens were last added.
    package private(set) var filled: ContinuousClock.Instant

    package init(rate: Double, burst: Double, now: ContinuousClock.Instant) {
        self.rate = rate
        self.burst = burst
        tokens = burst
        filled = now
    }

    /// Takes a token if there is one.
    package mutating func take(now: ContinuousClock.Instant) -> Bool {
        tokens = min(burst, tokens + max(0, (now - filled) / .seconds(1)) * rate)
        filled = max(filled, now)
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}
