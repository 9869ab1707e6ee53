/// When bridges failed, and how long each of them is tried after the others for that.
struct BridgeHealth: Sendable {
    private var failures: [Bridge: Failure] = [:]

    private struct Failure {
        var at: ContinuousClock.Instant
        var pause: Duration

        /// True while the bridge has not cooled down.
        func isRecent(_ now: ContinuousClock.Instant) -> Bool { now < at + pause }
    }

    /// A bridge did not work. Whatever is told at one instant is one failure; a failure while it cools down begins that
    /// anew and does not make it longer, for it was tried only because nothing better was left.
    mutating func failed(_ bridge: Bridge, now: ContinuousClock.Instant) {
        guard let last = failures[bridge] else {
            failures[bridge] = Failure(at: now, pause: BridgeDirectory.firstCoolDown)
            return
        }
        let isLonger = !last.isRecent(now)
        let pause = isLonger ? min(BridgeDirectory.longestCoolDown, last.pause * 2) : last.pause
        failures[bridge] = Failure(at: now, pause: pause)
    }

    /// A bridge worked: its failures are forgotten.
    mutating func worked(_ bridge: Bridge) {
        failures[bridge] = nil
    }

    /// Forgets bridges that are no more.
    mutating func keep(_ bridges: Set<Bridge>) {
        failures = failures.filter { bridges.contains($0.key) }
    }

    /// Those that have not failed lately in the order given, then those that have, the one that has waited longest first.
    func sorted(_ bridges: [Bridge], now: ContinuousClock.Instant) -> [Bridge] {
        var well: [Bridge] = []
        var failing: [(bridge: Bridge, at: ContinuousClock.Instant)] = []
        for bridge in bridges {
            if let last = failures[bridge], last.isRecent(now) {
                failing.append((bridge, last.at))
            } else {
                well.append(bridge)
            }
        }
        // By place where the times are equal: the standard sort keeps them so, which it does not promise.
        let order = failing.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        return well + order.map(\.element.bridge)
    }
}
