package import AuraWire

/// One manifest on its way to a client, part by part. Without any I/O; time is passed in.
package struct ManifestFetch: Sendable {
    package let serial: UInt64
    package let size: Int
    /// What has come without a gap. It grows as it comes: what size was announced costs nothing.
    package private(set) var bytes: [UInt8] = []
    /// Parts behind a gap, by offset. They lie where full parts lie, so that all together is never more than `size`.
    private var ahead: [Int: [UInt8]] = [:]
    /// Requests in a row that nothing came of.
    private var tries = 0
    /// Where the parts end that the last request asked for.
    private var awaitedEnd = 0
    /// When to ask again, or to pause; `nil` while it is paused.
    package private(set) var deadline: ContinuousClock.Instant?

    /// `nil` for a size that no manifest has.
    package init?(serial: UInt64, size: UInt32) {
        guard (1...OfferedManifest.maximumBytes).contains(Int(size)) else { return nil }
        self.serial = serial
        self.size = Int(size)
    }

    /// True when all has come.
    package var isWhole: Bool { bytes.count == size }

    /// True when it has asked too often in vain; the next news lets it go on from where it is.
    package var isPaused: Bool { deadline == nil }

    /// Bytes held.
    package var held: Int { bytes.count + ahead.values.reduce(0) { $0 + $1.count } }

    /// Begins, or goes on after a pause.
    package mutating func start(roundTrip: Duration?, now: ContinuousClock.Instant) -> ControlMessage {
        tries = 0
        return ask(roundTrip, now)
    }

    /// Asks again when that is due, or pauses.
    package mutating func tick(roundTrip: Duration?, now: ContinuousClock.Instant) -> ControlMessage? {
        guard let deadline, now >= deadline else { return nil }
        guard tries < ManifestExchange.maximumTries else {
            self.deadline = nil
            return nil
        }
        return ask(roundTrip, now)
    }

    /// Takes a part; what does not fit, or has come before, is ignored. Returns what to ask for next, if anything.
    package mutating func take(
        _ part: [UInt8], at offset: UInt32, roundTrip: Duration?, now: ContinuousClock.Instant
    ) -> ControlMessage? {
        guard let deadline, !isWhole, add(part, at: Int(offset)) else { return nil }
        tries = 0
        guard !isWhole, bytes.count >= awaitedEnd else {
            // A burst comes together: when the rest does not follow soon, it is lost.
            let gap = max(ManifestExchange.gapTimeout, min(roundTrip ?? .zero, ManifestExchange.maximumTimeout))
            self.deadline = min(deadline, now + gap)
            return nil
        }
        return ask(roundTrip, now)
    }

    private mutating func ask(_ roundTrip: Duration?, _ now: ContinuousClock.Instant) -> ControlMessage {
        let first = max(ManifestExchange.firstTimeout, (roundTrip ?? .zero) * 2)
        deadline = now + min(ManifestExchange.maximumTimeout, first * (1 << min(tries, 10)))
        tries += 1
        awaitedEnd = min(size, bytes.count + ManifestExchange.partsPerRequest * ControlMessage.maximumManifestPart)
        return .manifestRequest(serial: serial, offset: UInt32(clamping: bytes.count))
    }

    private mutating func add(_ part: [UInt8], at offset: Int) -> Bool {
        guard !part.isEmpty, offset <= size, part.count <= size - offset else { return false }
        if offset == bytes.count {
            append(part)
        } else {
            guard isWorthKeeping(part, at: offset) else { return false }
            ahead[offset] = part
        }
        return true
    }

    private mutating func append(_ part: [UInt8]) {
        bytes += part
        // What is kept lies where it does only as long as what comes before is of full length.
        if part.count != ControlMessage.maximumManifestPart { ahead = [:] }
        while let next = ahead.removeValue(forKey: bytes.count) { bytes += next }
    }

    private func isWorthKeeping(_ part: [UInt8], at offset: Int) -> Bool {
        let full = ControlMessage.maximumManifestPart
        let (place, rest) = (offset - bytes.count).quotientAndRemainder(dividingBy: full)
        return (1..<ManifestExchange.partsPerRequest).contains(place) && rest == 0 && ahead[offset] == nil
            && (part.count == full || offset + part.count == size)
    }
}
