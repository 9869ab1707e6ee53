internal import AuraWire

/// The receiving half of a session: the keys in use, those before, and those that are agreed but not confirmed.
struct Inbound: ~Copyable, Sendable {
    var current: PacketOpener?
    var previous: PacketOpener?
    var next: PacketOpener?
    /// When `previous` goes.
    var previousEnds: SessionTime
    /// When `previous` must go even if nothing better comes.
    var previousLimit: SessionTime
    /// When the keys in use were agreed.
    var keyed: SessionTime
    var lastReceived: SessionTime
    /// Where the newest packet came from.
    var path: SessionPath
    /// Inner packets opened so far, and their bytes.
    var packets: UInt64 = 0
    var bytes: UInt64 = 0

    /// The indices that name our keys. Mutating, as the language does not lend fields of optional values otherwise.
    mutating func indices() -> [UInt32] {
        [current?.index, previous?.index, next?.index].compactMap(\.self)
    }

    /// Opens a datagram with the keys that its header names. Only the newest keys in use move a session.
    mutating func open(
        _ datagram: inout MutableSpan<UInt8>, header: DataHeader, limit: Duration, now: SessionTime
    ) throws(OpenError) -> (payload: Range<Int>, isNewest: Bool) {
        if current?.index == header.receiverIndex {
            guard now - keyed < limit else { throw .noKeys }
            if let opened = try current?.open(&datagram, header: header) { return opened }
        } else if next?.index == header.receiverIndex {
            if let opened = try next?.open(&datagram, header: header) { return opened }
        } else if previous?.index == header.receiverIndex, now < previousEnds {
            if let opened = try previous?.open(&datagram, header: header) { return (opened.payload, false) }
        }
        throw .noKeys
    }

    /// Replaces the keys in use; the old ones stay for a while, but never beyond `limit`. Keys that the peer has not used
    /// go at once instead: it may still be at those before. Returns the index that is no longer ours, if any.
    mutating func replace(
        with opener: consuming PacketOpener, grace: Duration, limit: Duration, now: SessionTime
    ) -> UInt32? {
        let dropped: UInt32?
        if previous == nil || current?.isUsed == true {
            dropped = previous?.index
            previous = current.take()
            previousLimit = keyed + limit
        } else {
            dropped = current?.index
        }
        previousEnds = min(now + grace, previousLimit)
        current = consume opener
        keyed = now
        return dropped
    }
}
