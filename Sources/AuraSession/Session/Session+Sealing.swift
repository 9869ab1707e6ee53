public import AuraWire
internal import Synchronization

extension Session {
    /// Seals the packets at `cursor` and after it into datagrams at the end of `datagrams`, and moves the cursor on: to the
    /// end, or to what `datagrams` has no room for.
    ///
    /// Each packet needs ``PayloadKind/longestPrefix`` bytes of headroom in `packets`. Dropped packets are passed over. A
    /// super-packet is sealed whole if the link can carry that, else cut; what has been cut of it is spoiled.
    /// - Parameters:
    ///   - link: The link that they will go over; when the session is on another, nothing is sealed, and the answer says
    ///     which.
    ///   - longest: The longest datagram that the link carries whole, in bytes.
    /// - Throws: `noKeys` when the keys are too old to use, `exhausted` when they have sealed too many packets, `noRoom`
    ///   when a packet is too large even for an empty `datagrams`.
    public func seal(
        _ packets: inout PacketBatch, from cursor: inout SealCursor, over link: UInt32? = nil, longest: Int = 0,
        into datagrams: inout PacketBatch, now: ContinuousClock.Instant
    ) throws(SealError) -> SealedRun {
        let now = time(now)
        return try outbound.withLock { out throws(SealError) in
            guard now - out.keyed < timing.rejectAfter else { throw .noKeys }
            var run = SealedRun(path: out.path, wasQuiet: now - out.lastSent >= timing.probeAfter)
            guard link == nil || link == out.path.link else { return run }
            do throws(SealError) {
                while try out.sealNext(&packets, at: &cursor, longest: longest, into: &datagrams, counting: &run) {}
            } catch {
                // What was sealed before goes out; the next call will throw.
                guard run.sealed > 0 else { throw error }
            }
            if run.sealed > 0 { out.noteSent(run, now) }
            return run
        }
    }

    /// Seals one control message for the path in use, or for another, on which no answer is missed; returns the datagram
    /// and where it goes.
    public func seal(
        _ message: ControlMessage, over path: SessionPath? = nil, now: ContinuousClock.Instant
    ) throws(SealError) -> (datagram: [UInt8], path: SessionPath) {
        let payload = [PayloadKind.control.rawValue] + message.encoded
        var datagram = [UInt8](repeating: 0, count: payload.count + PacketSealer.overhead)
        let now = time(now)
        let target = try outbound.withLock { out throws(SealError) in
            guard now - out.keyed < timing.rejectAfter else { throw .noKeys }
            var span = datagram.mutableSpan
            _ = try out.seal(payload.span, into: &span)
            if path == nil || path == out.path { out.noteSent(now) }
            return path ?? out.path
        }
        return (datagram, target)
    }
}
