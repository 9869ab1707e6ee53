internal import AuraWire
internal import CNgtcp2

extension QUICEndpoint {
    /// Begins a client's connection. To be called once. `token` is one that the server gave to an earlier connection.
    package mutating func connect(
        path: QUICPath, serverName: String?, token: [UInt8] = [], at time: QUICTime
    ) -> QUICConnection? {
        guard let pass else { return nil }
        let made = QUICConnection.client(
            pass.tls, path: path, serverName: serverName, token: token, tampering: tampering, number: nextNumber(),
            time: forward(time))
        if let made { add(made) }
        return made
    }

    /// Lets time pass: losses are noticed, silence ends connections.
    package mutating func expire<Owner: QUICOwner & ~Copyable>(at time: QUICTime, telling owner: inout Owner) {
        let time = forward(time)
        sweep(at: time)
        while let number = deadlines.pop(at: time.ticks) {
            guard let connection = connections[number] else { continue }
            expire(connection, at: time, telling: &owner)
        }
    }

    private mutating func expire<Owner: QUICOwner & ~Copyable>(
        _ connection: QUICConnection, at time: QUICTime, telling owner: inout Owner
    ) {
        let result = aura_quic_handle_expiry(connection.raw, time.ticks)
        updateIDs(of: connection)
        if result != 0 { return fail(connection, result, at: time, telling: &owner) }
        if connection.isLost(at: time.ticks) {
            return close(connection, .unanswered, at: time, telling: &owner)
        }
        if door != nil, case .proving = connection.stage, time.ticks >= connection.born &+ QUICLimits.provingTime {
            door?.statistics.strangers &+= 1
            return close(connection, .good(""), .unanswered, at: time, telling: &owner)
        }
        wake(connection)
    }

    /// Writes packets; true when there are more, to be asked for once these are sent.
    package mutating func write<Owner: QUICOwner & ~Copyable>(
        into out: inout QUICOutgoing, at time: QUICTime, telling owner: inout Owner
    ) -> Bool {
        let time = forward(time)
        writeReplies(into: &out, atMost: QUICLimits.repliesAtATime)
        let turn = waiting
        waiting.removeAll(keepingCapacity: true)
        for connection in turn { connection.isWaiting = false }
        for (index, connection) in turn.enumerated() {
            guard out.hasRoom else {
                postpone(turn[index...])
                break
            }
            guard connections[connection.number] != nil else { continue }
            write(connection, into: &out, at: time, telling: &owner)
        }
        writeReplies(into: &out, atMost: QUICLimits.maximumReplies)
        return hasWork
    }

    /// Puts those who had no turn before those who have had one and want more.
    private mutating func postpone(_ late: ArraySlice<QUICConnection>) {
        let others = waiting
        waiting.removeAll(keepingCapacity: true)
        for connection in late { wake(connection) }
        waiting += others
    }

    private mutating func write<Owner: QUICOwner & ~Copyable>(
        _ connection: QUICConnection, into out: inout QUICOutgoing, at time: QUICTime, telling owner: inout Owner
    ) {
        connection.renewProof(at: time.ticks)
        connection.refreshPath()
        switch connection.write(into: &out, at: time) {
        case .done: break
        case .more: wake(connection)
        case .failed(let error): return fail(connection, error, at: time, telling: &owner)
        }
        updateIDs(of: connection)
        deadlines.set(connection.number, connection.deadline(at: time.ticks))
    }

    private mutating func writeReplies(into out: inout QUICOutgoing, atMost limit: Int) {
        var next = 0
        defer { replies.removeFirst(next) }
        while out.hasRoom, next < min(limit, replies.count) {
            let reply = replies[next]
            next += 1
            _ = out.append { memory, path in
                path = reply.path.raw
                reply.bytes.withUnsafeBufferPointer { bytes in
                    if let base = bytes.baseAddress { memory.update(from: base, count: bytes.count) }
                }
                return reply.bytes.count
            }
        }
    }
}
