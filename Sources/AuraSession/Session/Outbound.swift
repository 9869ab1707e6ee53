internal import AuraWire

/// The sending half of a session: keys, where to, and when.
struct Outbound: ~Copyable, Sendable {
    var sealer: PacketSealer?
    var path: SessionPath
    /// When the keys in use were agreed.
    var keyed: ContinuousClock.Instant
    var lastSent: ContinuousClock.Instant
    /// When something was first sent after the last thing received.
    var unansweredSince: ContinuousClock.Instant?
    /// Inner packets sealed so far, and their bytes.
    var packets: UInt64 = 0
    var bytes: UInt64 = 0

    /// Seals one payload; the datagram goes to the front of `output`.
    mutating func seal(
        _ payload: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) throws(SealError) -> Int {
        guard sealer != nil else { throw .noKeys }
        // `sealer` was just seen to be there, and nobody else has this value.
        return try sealer?.seal(payload, into: &output) ?? 0
    }

    /// Counts a run of packets that go out now.
    mutating func noteSent(_ run: SealedRun, _ now: ContinuousClock.Instant) {
        packets &+= UInt64(run.sealed)
        bytes &+= UInt64(run.bytes)
        noteSent(now)
    }

    mutating func noteSent(_ now: ContinuousClock.Instant) {
        lastSent = now
        if unansweredSince == nil { unansweredSince = now }
    }
}
