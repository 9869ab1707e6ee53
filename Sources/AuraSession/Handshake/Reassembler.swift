package import AuraWire

/// Puts handshake messages together from fragments that come in any order, some of them twice
/// (PROTOCOL.md, "Handshake fragments"). What strangers can make it hold is bounded.
package struct Reassembler: Sendable {
    /// A message that is whole.
    package struct Message: Hashable, Sendable {
        package let number: UInt8
        package let senderIndex: UInt32
        package let receiverIndex: UInt32
        package let attempt: UInt8
        package let bytes: [UInt8]
    }

    private struct Key: Hashable {
        let path: SessionPath
        let senderIndex: UInt32
        let number: UInt8
    }

    private struct Assembly {
        let serial: UInt64
        let count: UInt8
        let receiverIndex: UInt32
        let started: ContinuousClock.Instant
        /// The highest attempt among the pieces: each attempt sends the same ones.
        var attempt: UInt8 = 0
        var pieces: [UInt8: ArraySlice<UInt8>] = [:]
    }

    private let maximum: Int
    private let lifetime: Duration
    private var assemblies: [Key: Assembly] = [:]
    /// The keys in the order in which they were begun; those that are gone since are passed over.
    private var arrivals: [Arrival] = []
    private var firstArrival = 0
    private var lastSerial: UInt64 = 0

    /// When a message was begun. The serial number tells it from a later one of the same key.
    private struct Arrival {
        let key: Key
        let started: ContinuousClock.Instant
        let serial: UInt64
    }

    package init(maximum: Int, lifetime: Duration) {
        self.maximum = maximum
        self.lifetime = lifetime
    }

    /// Messages that are not whole yet.
    package var count: Int { assemblies.count }

    /// Takes a fragment; returns the message that it completes, if it does.
    package mutating func take(
        _ fragment: HandshakeFragment, from path: SessionPath, now: ContinuousClock.Instant
    ) -> Message? {
        forgetOld(now)
        let key = Key(path: path, senderIndex: fragment.senderIndex, number: fragment.message)
        let blank = Assembly(
            serial: lastSerial + 1, count: fragment.count, receiverIndex: fragment.receiverIndex, started: now)
        var assembly = assemblies[key] ?? blank
        guard assembly.count == fragment.count, assembly.receiverIndex == fragment.receiverIndex else { return nil }
        assembly.pieces[fragment.index] = fragment.body
        assembly.attempt = max(assembly.attempt, fragment.attempt)
        guard assembly.pieces.count == Int(assembly.count) else {
            keep(assembly, as: key)
            return nil
        }
        assemblies[key] = nil
        let bytes = (0..<assembly.count).flatMap { assembly.pieces[$0] ?? [] }
        return Message(
            number: fragment.message, senderIndex: fragment.senderIndex, receiverIndex: fragment.receiverIndex,
            attempt: assembly.attempt, bytes: bytes)
    }

    private mutating func keep(_ assembly: Assembly, as key: Key) {
        if assemblies[key] == nil {
            if assemblies.count >= maximum { forgetOldest() }
            lastSerial = assembly.serial
            arrivals.append(Arrival(key: key, started: assembly.started, serial: assembly.serial))
        }
        assemblies[key] = assembly
    }

    private mutating func forgetOld(_ now: ContinuousClock.Instant) {
        while let oldest = oldestArrival(), now - oldest.started >= lifetime { forget(oldest) }
        // What is gone is cut off once it makes up half or more, so that a message costs the same however many there are.
        guard firstArrival > maximum || arrivals.count > 4 * maximum else { return }
        arrivals = arrivals[firstArrival...].filter { assemblies[$0.key]?.serial == $0.serial }
        firstArrival = 0
    }

    private mutating func forgetOldest() {
        if let oldest = oldestArrival() { forget(oldest) }
    }

    private mutating func forget(_ arrival: Arrival) {
        assemblies[arrival.key] = nil
        firstArrival += 1
    }

    /// The oldest message that is still in the making.
    private mutating func oldestArrival() -> Arrival? {
        while firstArrival < arrivals.count {
            let arrival = arrivals[firstArrival]
            if assemblies[arrival.key]?.serial == arrival.serial { return arrival }
            firstArrival += 1
        }
        return nil
    }
}
