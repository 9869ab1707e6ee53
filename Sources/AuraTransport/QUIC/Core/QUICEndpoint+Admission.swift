internal import AuraWire
internal import CNgtcp2

extension QUICEndpoint {
    /// Packets for no connection: a newcomer, somebody who speaks another version, or somebody who has been forgotten.
    mutating func receiveUnknown<Owner: QUICOwner & ~Copyable>(
        _ bytes: UnsafeRawBufferPointer, _ header: aura_quic_header, from path: QUICPath, at time: QUICTime,
        telling owner: inout Owner
    ) {
        switch header.kind {
        case AURA_QUIC_FOREIGN: answerVersion(header, along: path, at: time)
        case AURA_QUIC_SHORT: answerForgotten(header, length: bytes.count, along: path, at: time)
        default: receiveHello(bytes, from: path, at: time, telling: &owner)
        }
    }

    private mutating func receiveHello<Owner: QUICOwner & ~Copyable>(
        _ bytes: UnsafeRawBufferPointer, from path: QUICPath, at time: QUICTime, telling owner: inout Owner
    ) {
        guard let door, door.isOpen else { return }
        var hello = aura_quic_hello()
        let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        guard aura_quic_read_hello(base, bytes.count, &hello) == 0 else { return }
        var remote = path.raw.remote
        var original = aura_quic_id()
        var wasRetried: Int32 = 0
        let token = aura_quic_check_token(
            &hello, &remote, door.tokenSecret, time.wallNanoseconds, &original, &wasRetried)
        if token == AURA_QUIC_TOKEN_BAD_RETRY { return refuseToken(&hello, along: path, at: time) }
        let isValidated = token == AURA_QUIC_TOKEN_GOOD
        guard isValidated || self.door?.letsIn(at: time.ticks) == true else {
            return retry(&hello, along: path, at: time)
        }
        guard !isValidated || self.door?.validated.take(at: time.ticks) == true else { return }
        makeRoom(at: time, telling: &owner)
        let made = QUICConnection.server(
            door.tls, path: path, hello: &hello, original: wasRetried != 0 ? original : nil, isValidated: isValidated,
            secret: door.resetSecret, tampering: tampering, number: nextNumber(), time: time)
        guard let made else { return }
        self.door?.noteBegun(made.number, isValidated: isValidated)
        add(made)
        // Nothing but a first packet that can be read makes a connection.
        receive(bytes, from: path, at: time, telling: &owner)
    }

    private mutating func makeRoom<Owner: QUICOwner & ~Copyable>(at time: QUICTime, telling owner: inout Owner) {
        guard let door, door.unproved.count >= QUICLimits.maximumUnproved, let oldest = door.unproved.first,
            let connection = connections[oldest]
        else { return }
        self.door?.statistics.expired &+= 1
        end(connection, .local("to make room"), last: [], at: time, telling: &owner)
    }

    // MARK: Answers without a connection

    private mutating func retry(_ hello: inout aura_quic_hello, along path: QUICPath, at time: QUICTime) {
        guard replies.count < QUICLimits.repliesAtATime, let secret = door?.tokenSecret else { return }
        door?.retries &+= 1
        var remote = path.raw.remote
        var id = QUICID.random().raw
        reply(
            Self.packet { aura_quic_write_retry($0, $1, &hello, &remote, &id, secret, time.wallNanoseconds) },
            along: path)
    }

    private mutating func refuseToken(_ hello: inout aura_quic_hello, along path: QUICPath, at time: QUICTime) {
        guard door?.answers.take(at: time.ticks) == true else { return }
        reply(
            Self.packet { aura_quic_write_refusal($0, $1, &hello, QUICClosing.invalidToken.code) }, along: path)
    }

    private mutating func answerVersion(_ header: aura_quic_header, along path: QUICPath, at time: QUICTime) {
        guard door?.answers.take(at: time.ticks) == true else { return }
        var header = header
        reply(Self.packet { aura_quic_write_versions($0, $1, &header) }, along: path)
    }

    /// A stateless reset: shorter than what it answers, so that two servers cannot keep each other busy with them
    /// (RFC 9000, section 10.3.3).
    private mutating func answerForgotten(
        _ header: aura_quic_header, length: Int, along path: QUICPath, at time: QUICTime
    ) {
        guard length > QUICLimits.leastReset, let secret = door?.resetSecret,
            door?.answers.take(at: time.ticks) == true
        else { return }
        var id = header.destination
        let size = min(length - 1, Int.random(in: QUICLimits.leastReset...QUICLimits.mostReset))
        reply(Self.packet { aura_quic_write_reset($0, min($1, size), &id, secret) }, along: path)
    }

    /// What `write` writes; empty when it fails.
    static func packet(_ write: (UnsafeMutablePointer<UInt8>, Int) -> Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: QUICOutgoing.room) { memory, count in
            guard let base = memory.baseAddress else { return }
            count = max(0, write(base, memory.count))
        }
    }
}
