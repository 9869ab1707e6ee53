internal import AuraCrypto
internal import AuraWire
internal import CNgtcp2

extension QUICEndpoint {
    /// Closes a connection from this side: with a word to the peer, and to the owner.
    package mutating func close<Owner: QUICOwner & ~Copyable>(
        _ connection: QUICConnection, _ reason: LinkCloseReason, at time: QUICTime, telling owner: inout Owner
    ) {
        let word = if case .local(let why) = reason { why } else { reason.label }
        close(connection, .good(word), reason, at: forward(time), telling: &owner)
    }

    mutating func close<Owner: QUICOwner & ~Copyable>(
        _ connection: QUICConnection, _ closing: QUICClosing, _ reason: LinkCloseReason, at time: QUICTime,
        telling owner: inout Owner
    ) {
        let last = lastPacket(of: connection) { memory, capacity, path in
            aura_quic_write_close(
                connection.raw, memory, capacity, closing.isTransport ? 1 : 0, closing.code, closing.text, &path,
                time.ticks)
        }
        end(connection, reason, last: last, at: time, telling: &owner)
    }

    /// A peer that does not do what is expected of it: a stranger, unless it carried a session before.
    mutating func refuse<Owner: QUICOwner & ~Copyable>(
        _ connection: QUICConnection, at time: QUICTime, telling owner: inout Owner
    ) {
        if !connection.isOpen { door?.statistics.strangers &+= 1 }
        close(
            connection, .notUnderstood, .protocolError("it opened a stream or did not prove the outer key"), at: time,
            telling: &owner)
    }

    /// Ends a connection for what the library says is wrong with it.
    mutating func fail<Owner: QUICOwner & ~Copyable>(
        _ connection: QUICConnection, _ error: Int32, at time: QUICTime, telling owner: inout Owner
    ) {
        guard connections[connection.number] != nil else { return }
        let reason = reason(of: error, for: connection)
        if !connection.isOpen { countStranger(isLate: aura_quic_error_is_timeout(error) != 0) }
        let isQuiet =
            aura_quic_error_is_draining(error) | aura_quic_error_is_closing(error) | aura_quic_error_is_idle(error)
            | aura_quic_error_is_drop(error) | aura_quic_error_is_retry(error) | aura_quic_error_is_versions(error)
            | aura_quic_error_is_timeout(error)
        var last: [UInt8] = []
        if isQuiet == 0 {
            last = lastPacket(of: connection) { memory, capacity, path in
                aura_quic_write_failure(connection.raw, memory, capacity, error, &path, time.ticks)
            }
        }
        end(connection, reason, last: last, at: time, telling: &owner)
    }

    private mutating func countStranger(isLate: Bool) {
        if isLate {
            door?.statistics.expired &+= 1
        } else {
            door?.statistics.strangers &+= 1
        }
    }

    private func reason(of error: Int32, for connection: QUICConnection) -> LinkCloseReason {
        if connection.has(AURA_QUIC_RESET) { return .reset }
        if aura_quic_error_is_idle(error) != 0 { return .idle }
        if aura_quic_error_is_draining(error) != 0 {
            var closing = aura_quic_closing()
            aura_quic_read_closing(connection.raw, &closing)
            return .remote(closing.text)
        }
        if aura_quic_error_is_versions(error) != 0 { return .protocolError("it does not speak QUIC version 1") }
        if aura_quic_error_is_timeout(error) != 0 { return .unanswered }
        if aura_quic_error_is_tls(error) != 0, let alert = aura_quic_alert_text(connection.raw) {
            return .protocolError("TLS: \(String(cString: alert))")
        }
        return .protocolError(aura_quic_error_text(error).map { String(cString: $0) } ?? "error \(error)")
    }

    /// Writes the packet that ends a connection, and has it sent.
    private mutating func lastPacket(
        of connection: QUICConnection, _ write: (UnsafeMutablePointer<UInt8>, Int, inout aura_quic_path) -> Int
    ) -> [UInt8] {
        var way = aura_quic_path()
        let packet = Self.packet { write($0, $1, &way) }
        if !packet.isEmpty { reply(packet, along: QUICPath(way) ?? connection.path) }
        return packet
    }

    /// Forgets a connection, but for late packets, and tells the owner.
    mutating func end<Owner: QUICOwner & ~Copyable>(
        _ connection: QUICConnection, _ reason: LinkCloseReason, last: [UInt8], at time: QUICTime,
        telling owner: inout Owner
    ) {
        guard connections.removeValue(forKey: connection.number) != nil else { return }
        deadlines.remove(connection.number)
        waiting.removeAll { $0 === connection }
        connection.isWaiting = false
        connection.retire()
        forgetRoutes(of: connection, last: last, reason, at: time)
        door?.noteEnded(connection.number, wasOpen: connection.isOpen)
        owner.closed(connection, reason: reason, wasOpen: connection.isOpen)
    }

    private mutating func forgetRoutes(
        of connection: QUICConnection, last: [UInt8], _ reason: LinkCloseReason, at time: QUICTime
    ) {
        // After silence, late packets deserve to learn that the connection is forgotten.
        let isRemembered = if case .idle = reason { false } else { door != nil }
        for id in connection.ids { routes[id] = isRemembered ? .ended(connection.number) : nil }
        guard isRemembered else { return }
        ended.add(
            connection.number,
            QUICEnded.Entry(
                ids: connection.ids, packet: last, path: connection.path,
                until: time.ticks &+ QUICLimits.endedTime))
        sweep(at: time)
    }

    /// Forgets ended connections for good.
    mutating func sweep(at time: QUICTime) {
        while let entry = ended.removeDue(at: time.ticks) {
            for id in entry.ids { routes[id] = nil }
        }
    }
}

extension aura_quic_closing {
    /// For example `H3_NO_ERROR (0x100): shutdown`.
    fileprivate var text: String {
        let name =
            switch (is_application != 0, code) {
            case (true, 0x100): "H3_NO_ERROR"
            case (true, 0x101): "H3_GENERAL_PROTOCOL_ERROR"
            case (true, 0x107): "H3_EXCESSIVE_LOAD"
            case (true, _): "application error"
            case (false, _): "transport error"
            }
        let word = withUnsafeBytes(of: reason) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        return "\(name) (0x\(String(code, radix: 16)))\(word.isEmpty ? "" : ": \(word)")"
    }
}
