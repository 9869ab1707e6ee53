public import AuraWire
internal import Synchronization

extension Session {
    /// Opens the datagrams of `range`, all of which carry an index of this session and came over `path`, in place.
    ///
    /// Afterwards each entry is the inner packet that was in it, or dropped.
    public func open(
        _ batch: inout PacketBatch, _ range: Range<Int>, from path: SessionPath, now: ContinuousClock.Instant
    ) -> OpenReport {
        let now = time(now)
        var report = OpenReport()
        var isAuthentic = false
        inbound.withLock { state in
            for index in range where batch.entries[index].length > 0 {
                do throws(OpenError) {
                    let isNewest = try open(&batch, index, from: path, with: &state, now: now, report: &report)
                    isAuthentic = true
                    if isNewest, followsPeer, state.path != path, report.takesAlong {
                        state.path = path
                        report.moved = true
                    }
                } catch {
                    batch.drop(at: index)
                    report.count(error)
                }
            }
            guard isAuthentic else { return }
            state.lastReceived = now
            // Inside the lock, as in `install`: the two halves must agree on where the peer is. Always in this order.
            noteAnswer(from: path, moving: report.moved)
        }
        return report
    }

    /// Opens one datagram; returns true when it is the newest so far.
    private func open(
        _ batch: inout PacketBatch, _ index: Int, from path: SessionPath, with state: inout Inbound,
        now: SessionTime, report: inout OpenReport
    ) throws(OpenError) -> Bool {
        report.takesAlong = true
        let opened = try batch.withPacket(at: index) { datagram throws(OpenError) in
            guard let header = DataHeader(datagram.span) else { throw .malformed }
            let opened = try state.open(&datagram, header: header, limit: timing.rejectAfter, now: now)
            let payload = OpenedPayload(datagram.span, opened.payload)
            return (payload, isNewest: opened.isNewest, keyIndex: header.receiverIndex)
        }
        switch opened.0 {
        case .packet(let range, let offload, let count):
            batch.narrow(at: index, to: range)
            batch.entries[index].offload = offload
            state.packets &+= UInt64(count)
            state.bytes &+= UInt64(range.count)
        case .control(let range):
            let bytes = batch.withBytes(at: index, range) { span in span.indices.map { span[$0] } }
            batch.drop(at: index)
            report.takesAlong = !ControlMessage.leavesSessionInPlace(bytes.first ?? 0)
            report.take(bytes, keyIndex: opened.keyIndex, path: path)
        case .unknown:
            // From a newer peer, perhaps: authentic all the same, so it counts as received.
            batch.drop(at: index)
            report.malformed += 1
        }
        return opened.isNewest
    }

    /// What comes over another path than ours says nothing about ours.
    private func noteAnswer(from path: SessionPath, moving: Bool) {
        outbound.withLock { out in
            if moving { out.path = path }
            if path == out.path { out.unansweredSince = nil }
        }
    }
}
