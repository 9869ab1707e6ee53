public import AuraWire
internal import Synchronization

/// A network of addresses between which datagrams are lost, delayed, reordered and duplicated, the same way each time
/// for a seed, on time that the caller passes in.
///
/// Each datagram uses the same count of random numbers whatever the conditions, so that changing, say, the loss in one
/// direction does not change the fate of anything else.
public final class SimulatedNetwork: Sendable {
    private let state: Mutex<State>

    /// A network without faults until told otherwise.
    public init(seed: UInt64, conditions: NetworkConditions = .perfect) {
        state = Mutex(State(random: SplitMix64(seed: seed), conditions: conditions))
    }

    /// Sets how every direction behaves that has no conditions of its own.
    public func setConditions(_ conditions: NetworkConditions) {
        state.withLock { $0.conditions = conditions }
    }

    /// Sets how the direction from `source` to `destination` behaves.
    public func setConditions(
        _ conditions: NetworkConditions, from source: SocketAddress, to destination: SocketAddress
    ) {
        state.withLock { $0.special[Direction(source: source, destination: destination)] = conditions }
    }

    /// Lets nothing more through from `source` to `destination`; what is under way still arrives.
    public func block(from source: SocketAddress, to destination: SocketAddress) {
        state.withLock { _ = $0.blocked.insert(Direction(source: source, destination: destination)) }
    }

    /// Lets nothing more through between the two.
    public func blockBoth(_ one: SocketAddress, _ other: SocketAddress) {
        block(from: one, to: other)
        block(from: other, to: one)
    }

    /// Undoes ``block(from:to:)``.
    public func unblock(from source: SocketAddress, to destination: SocketAddress) {
        state.withLock { _ = $0.blocked.remove(Direction(source: source, destination: destination)) }
    }

    /// Undoes every block.
    public func unblockAll() {
        state.withLock { $0.blocked.removeAll() }
    }

    /// Puts a datagram on the wire at `now`.
    public func send(
        _ bytes: [UInt8], from source: SocketAddress, to destination: SocketAddress, now: ContinuousClock.Instant
    ) {
        state.withLock { $0.send(bytes, Direction(source: source, destination: destination), now) }
    }

    /// When the next datagram arrives; `nil` when none is under way.
    public var nextDelivery: ContinuousClock.Instant? {
        state.withLock { $0.underWay.last?.delivery.at }
    }

    /// Takes what arrives up to and including `instant`, in order of arrival.
    public func deliver(upTo instant: ContinuousClock.Instant) -> [Delivery] {
        state.withLock { $0.take(upTo: instant) }
    }

    /// Everything ever sent, in order, with its fate: for replay.
    public var recording: [SimulatedDatagram] { state.withLock { $0.recording } }
}

private struct Direction: Hashable {
    var source: SocketAddress
    var destination: SocketAddress
}

private struct UnderWay {
    var delivery: Delivery
    /// Breaks ties between datagrams that arrive together: first sent, first there.
    var number: Int

    func isLater(than other: UnderWay) -> Bool {
        (delivery.at, number) > (other.delivery.at, other.number)
    }
}

private struct State {
    var random: SplitMix64
    var conditions: NetworkConditions
    var special: [Direction: NetworkConditions] = [:]
    var blocked: Set<Direction> = []
    /// The latest first, so that taking the next one is taking the last.
    var underWay: [UnderWay] = []
    var recording: [SimulatedDatagram] = []
    var number = 0

    mutating func send(_ bytes: [UInt8], _ direction: Direction, _ now: ContinuousClock.Instant) {
        let conditions = special[direction] ?? conditions
        let fate = drawFate(conditions, isBlocked: blocked.contains(direction), length: bytes.count)
        let arrivals = [now + drawDelay(conditions), now + drawDelay(conditions)]
        recording.append(
            SimulatedDatagram(
                sentAt: now, source: direction.source, destination: direction.destination, bytes: bytes, fate: fate))
        let copies = fate == .delivered ? 1 : fate == .duplicated ? 2 : 0
        for arrival in arrivals.prefix(copies) {
            insert(
                Delivery(at: arrival, source: direction.source, destination: direction.destination, bytes: bytes))
        }
    }

    mutating func take(upTo instant: ContinuousClock.Instant) -> [Delivery] {
        var arrived: [Delivery] = []
        while let next = underWay.last, next.delivery.at <= instant {
            arrived.append(next.delivery)
            underWay.removeLast()
        }
        return arrived
    }

    private mutating func drawFate(
        _ conditions: NetworkConditions, isBlocked: Bool, length: Int
    ) -> SimulatedDatagram.Fate {
        let isLost = random.fraction() < conditions.loss
        let isDoubled = random.fraction() < conditions.duplication
        if isBlocked { return .blocked }
        if length > conditions.mtu { return .tooLarge }
        if isLost { return .lost }
        return isDoubled ? .duplicated : .delivered
    }

    private mutating func drawDelay(_ conditions: NetworkConditions) -> Duration {
        let range = conditions.delay
        let spread = (range.upperBound - range.lowerBound) * random.fraction()
        let isLate = random.fraction() < conditions.reordering
        return range.lowerBound + spread + (isLate ? conditions.reorderingDelay : .zero)
    }

    private mutating func insert(_ delivery: Delivery) {
        let new = UnderWay(delivery: delivery, number: number)
        number += 1
        var low = 0
        var high = underWay.count
        while low < high {
            let middle = (low + high) / 2
            if underWay[middle].isLater(than: new) { low = middle + 1 } else { high = middle }
        }
        underWay.insert(new, at: low)
    }
}
