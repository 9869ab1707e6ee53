internal import AuraWire

/// The sending half of a session: keys, where to, and when.
struct Outbound: ~Copyable, Sendable {
    var sealer: PacketSealer?
    var path: SessionPath
    /// When the keys in use were agreed.
    var keyed: SessionTime
    var lastSent: SessionTime
    /// When something was first sent after the last thing received.
    var unansweredSince: SessionTime?
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
    mutating func noteSent(_ run: SealedRun, _ now: SessionTime) {
        packets &+= UInt64(run.sealed)
        bytes &+= UInt64(run.bytes)
        noteSent(now)
    }

    mutating func noteSent(_ now: SessionTime) {
        lastSent = now
        if unansweredSince == nil { unansweredSince = now }
    }
}

/// A time in the life of a session, counted from when it began: a plain number that is compared where it is, for an instant
/// of the clock means a call into the library each time.
typealias SessionTime = Duration
