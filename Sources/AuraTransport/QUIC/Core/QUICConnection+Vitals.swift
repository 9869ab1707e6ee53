internal import AuraWire
internal import CNgtcp2

extension QUICConnection {
    /// Looks at how the connection is doing, before it writes: is it answered, how large may packets be, is a heartbeat
    /// due.
    func review(_ state: aura_quic_state, at now: UInt64) {
        let report = report
        vitals.note(acknowledged: report.acknowledged, lost: report.lost, at: now)
        let wasSuspect = isSuspect
        isSuspect =
            state.probes >= QUICLimits.suspectProbes
            || vitals.isSuspect(at: now, probeTimeout: state.probe_timeout)
        if isSuspect || wasSuspect { pathSize.noteSuspicion(at: now) }
        reviewSize(report, state, at: now)
        if isOpen, !hasHeartbeat, let due = vitals.nextHeartbeat(at: now, isServer: isServer), due <= now {
            controls.append(.heartbeat)
        }
        tell(state)
    }

    /// True when nothing that was sent has been acknowledged for too long.
    func isLost(at now: UInt64) -> Bool {
        guard isOpen, vitals.unansweredSince != nil else { return false }
        var state = aura_quic_state()
        aura_quic_read_state(raw, &state)
        vitals.note(acknowledged: report.acknowledged, lost: report.lost, at: now)
        return vitals.isLost(at: now, probeTimeout: state.probe_timeout)
    }

    /// When the connection wants to be looked at again.
    func deadline(at now: UInt64) -> UInt64 {
        var time = aura_quic_expiry(raw)
        switch stage {
        case .handshaking: break
        case .proving:
            // A client's patience is its owner's.
            time = min(time, isServer ? born &+ QUICLimits.provingTime : controls.isEmpty ? nextProof : .max)
        case .open:
            if let due = vitals.nextHeartbeat(at: now, isServer: isServer), !hasHeartbeat { time = min(time, due) }
            if let due = pathSize.nextTry, !isSuspect, controls.isEmpty { time = min(time, due) }
            if let limit = vitals.limit(probeTimeout: probeTimeout) { time = min(time, limit) }
            if let end = rest.deadline { time = min(time, end) }
        }
        // What is due and was not done waits for something else; it must not keep the thread busy.
        return time > now ? time : now &+ QUICLimits.millisecond
    }

    private var hasHeartbeat: Bool { !controls.isEmpty }

    private func reviewSize(_ report: aura_quic_report, _ state: aura_quic_state, at now: UInt64) {
        if report.probe != 0 {
            pathSize.settleTry(arrived: report.probe == 1, at: now)
            aura_quic_forget_probe(raw)
        }
        _ = pathSize.noteLosses(report.large_lost_in_a_row, at: now)
        if isOpen, !isSuspect, controls.isEmpty, pathSize.takeTry(at: now) {
            controls.append(.probe(max(1, room(in: Int(clamping: state.path_payload), state))))
        }
    }

    func tell(_ state: aura_quic_state) {
        let known = Int(clamping: state.path_payload)
        let payload = pathSize.isClamped ? min(known, QUICLimits.leastPathPayload) : known
        port.tell(
            datagramSize: room(in: payload, state), payload: payload, roundTrip: state.round_trip, pace: state.pace,
            isSuspect: isSuspect)
    }

    /// The longest datagram in a packet of `payload` bytes that the peer takes.
    private func room(in payload: Int, _ state: aura_quic_state) -> Int {
        let fits = payload - QUICLimits.packetOverhead - Int(state.peer_id_length)
        return max(0, min(fits, Int(clamping: state.peer_datagram) - 3))
    }
}
