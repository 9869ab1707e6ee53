public import AuraWire

/// When a client that is on a worse transport tries the better ones again: soon at first, then less and less often.
public struct UpgradeSchedule: Sendable {
    /// The first pause.
    public static let firstPause = Duration.seconds(5)
    /// The longest pause.
    public static let longestPause = Duration.seconds(30)
    /// A better transport that is lost again within this time was not that good: the first pause doubles.
    public static let probation = Duration.seconds(60)

    private let order: [TransportKind]
    private var current: TransportKind?
    private var pause = firstPause
    private var shortestPause = firstPause
    private var upgraded: ContinuousClock.Instant?
    private var isNarrow = false
    /// When better transports are tried next; `nil` while there is none.
    public private(set) var next: ContinuousClock.Instant?

    /// - Parameter order: the transports in the order in which they are liked.
    public init(order: [TransportKind]) {
        self.order = order
    }

    /// Transports better than the one in use, best first: all others when that carries small datagrams only.
    public var better: [TransportKind] {
        guard let current, let rank = order.firstIndex(of: current) else { return [] }
        return isNarrow ? order.filter { $0 != current } : Array(order[..<rank])
    }

    /// The session is on `transport` now.
    ///
    /// - Parameter isNarrow: true when it carries small datagrams only, so that any other would be better.
    public mutating func use(
        _ transport: TransportKind, isNarrow: Bool = false, isUpgrade: Bool = false, now: ContinuousClock.Instant
    ) {
        let wasBetter = current.map { rank($0) < rank(transport) } ?? false
        if wasBetter, let upgraded, now - upgraded < Self.probation {
            shortestPause = min(Self.longestPause, shortestPause * 2)
        } else if wasBetter || isUpgrade {
            shortestPause = wasBetter ? Self.firstPause : shortestPause
        }
        if isUpgrade { upgraded = now }
        current = transport
        self.isNarrow = isNarrow
        pause = shortestPause
        next = better.isEmpty ? nil : now + pause
    }

    /// None of the better ones worked.
    public mutating func failed(now: ContinuousClock.Instant) {
        pause = min(Self.longestPause, pause * 2)
        next = better.isEmpty ? nil : now + pause
    }

    /// An attempt is under way; ``failed(now:)`` or ``use(_:isNarrow:isUpgrade:now:)`` says what came of it.
    public mutating func begin() {
        next = nil
    }

    private func rank(_ transport: TransportKind) -> Int { order.firstIndex(of: transport) ?? order.count }
}
