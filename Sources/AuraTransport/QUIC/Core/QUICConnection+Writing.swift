internal import AuraWire
internal import CNgtcp2

extension QUICConnection {
    /// What came of a connection's turn to write.
    enum Turn {
        /// Nothing more can be written now.
        case done
        /// There is more, which ought to wait until this has been sent.
        case more
        /// The library gave up with this error.
        case failed(Int32)
    }

    /// What one turn may still write.
    private struct Allotment {
        /// Bytes of session datagrams that the congestion window takes, with one packet kept free for heartbeats.
        var window: Int
        /// Bytes that may go at once.
        var quantum: Int
        /// The longest session datagram.
        var longest: Int
    }

    /// Writes as much as may be sent now.
    func write(into out: inout QUICOutgoing, at time: QUICTime) -> Turn {
        var state = aura_quic_state()
        aura_quic_read_state(raw, &state)
        review(state, at: time.ticks)
        var allotment = Allotment(
            window: Int(clamping: state.window_left) - QUICOutgoing.room,
            quantum: max(Int(clamping: state.quantum), QUICOutgoing.room, QUICLimits.burst(atPace: state.pace)),
            longest: port.maxDatagramSize)
        let turn = write(into: &out, &allotment, at: time.ticks)
        aura_quic_sent(raw, time.ticks)
        if case .done = turn { rest.noteWritten(at: time.ticks) }
        queue.settle()
        settleTally()
        return turn
    }

    private func write(into out: inout QUICOutgoing, _ allotment: inout Allotment, at now: UInt64) -> Turn {
        while true {
            guard out.hasRoom, allotment.quantum > 0 else { return .more }
            let length = writeNext(into: &out, &allotment, at: now)
            if length < 0 { return .failed(Int32(clamping: length)) }
            if length == 0 { return .done }
            allotment.quantum -= length
            tally.sent.bytes &+= UInt64(length)
            hasUnsentGrant = false
        }
    }

    /// Writes one packet with what is most urgent; returns its length.
    private func writeNext(into out: inout QUICOutgoing, _ allotment: inout Allotment, at now: UInt64) -> Int {
        if let control = controls.first {
            let (length, accepted) = write(control, into: &out, at: now)
            if accepted { controls.removeFirst() }
            return length
        }
        guard isOpen, !isSuspect, dropMisfits(longerThan: allotment.longest) else { return writePlain(into: &out, now) }
        guard let next = queue.nextLength(), next < allotment.window else { return writePlain(into: &out, now) }
        let (length, accepted) = writeQueued(into: &out, at: now)
        if accepted {
            queue.removeNext()
            placings = 0
            allotment.window -= length
            tally.sent.datagrams &+= 1
        } else if length > 0 {
            placings += 1
        }
        return length
    }

    /// Drops datagrams that fit no packet, which would hold up all others; false when none is left.
    private func dropMisfits(longerThan longest: Int) -> Bool {
        while let next = queue.nextLength() {
            if next <= longest, placings < QUICLimits.placingTries { return true }
            queue.removeNext()
            placings = 0
            tally.drop(.tooLarge)
        }
        return false
    }

    private func writePlain(into out: inout QUICOutgoing, _ now: UInt64) -> Int {
        let capacity = packetRoom
        return out.append { memory, path in
            var accepted: Int32 = 0
            return aura_quic_write(raw, memory, capacity, nil, 0, 0, &accepted, &path, now)
        }
    }

    private func writeQueued(into out: inout QUICOutgoing, at now: UInt64) -> (length: Int, accepted: Bool) {
        let result = queue.withNext { bytes in
            writeFrame(bytes, flags: isLarge(bytes.count) ? AURA_QUIC_MARK_LARGE : 0, packetRoom, into: &out, now)
        }
        guard let result else { return (0, false) }
        if result.accepted { vitals.wrote(at: now, isTraffic: true) }
        return result
    }

    private func write(
        _ control: QUICControl, into out: inout QUICOutgoing, at now: UInt64
    ) -> (length: Int, accepted: Bool) {
        let flags = control.isProbe ? AURA_QUIC_MARK_PROBE | AURA_QUIC_MARK_LARGE : 0
        let capacity = control.isProbe ? QUICOutgoing.room : packetRoom
        let result = control.bytes.withUnsafeBytes { writeFrame($0, flags: flags, capacity, into: &out, now) }
        if result.accepted { vitals.wrote(at: now, isTraffic: false) }
        return result
    }

    /// A packet with a DATAGRAM frame, and with a MAX_STREAMS frame, without which the library would not notice that it
    /// was lost.
    private func writeFrame(
        _ bytes: UnsafeRawBufferPointer, flags: UInt64, _ capacity: Int, into out: inout QUICOutgoing, _ now: UInt64
    ) -> (length: Int, accepted: Bool) {
        if !hasUnsentGrant { hasUnsentGrant = aura_quic_arm(raw) != 0 }
        let mark = (vitals.written &+ 1) &* AURA_QUIC_MARK_STEP | flags
        var accepted: Int32 = 0
        let length = out.append { memory, path in
            aura_quic_write(
                raw, memory, capacity, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, mark,
                &accepted, &path, now)
        }
        return (length, accepted != 0)
    }

    /// The largest packet to write.
    private var packetRoom: Int { pathSize.isClamped ? QUICLimits.leastPathPayload : QUICOutgoing.room }

    private func isLarge(_ length: Int) -> Bool {
        length > QUICLimits.leastPathPayload - QUICLimits.packetOverhead - Int(AURA_QUIC_ID_LENGTH)
    }
}
