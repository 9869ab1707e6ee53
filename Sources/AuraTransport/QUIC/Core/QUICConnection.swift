internal import AuraCrypto
internal import AuraWire
internal import CNgtcp2

/// One QUIC connection without a socket, for one thread: datagrams and the time go in, packets come out.
///
/// Sound because the C connection is made by the factories, is never handed out, and is freed once, by `deinit`; and
/// because its callbacks only leave notes in it.
package final class QUICConnection {
    enum Stage {
        /// TLS is not through.
        case handshaking
        /// A server waits for the proof, a client for its acceptance.
        case proving
        /// It carries a session.
        case open
    }

    let raw: OpaquePointer
    /// The C connection refers to the credentials.
    private let tls: QUICTLS
    let number: UInt32
    let isServer: Bool
    /// When it began, in ticks.
    let born: UInt64
    /// What links see of it.
    package let port = QUICPort()

    var stage = Stage.handshaking
    /// Client: its proof, sent until accepted. Server: the accepted proof, to know it when it comes again.
    var proof: [UInt8] = []
    var controls: [QUICControl] = []
    var queue: QUICSendQueue
    var vitals: QUICVitals
    var pathSize = QUICPathSize()
    var tally = LinkStatistics()
    /// The ids that packets for it carry.
    var ids: Set<QUICID> = []
    /// The peer as it is now known.
    package private(set) var path: QUICPath
    /// True while it waits for its turn to write.
    var isWaiting = false
    /// While it lasts, packets from elsewhere are passed over.
    var rest = QUICRest()
    var isSuspect = false
    var hasUnsentGrant = false
    var placings = 0
    var proofSent: UInt64?

    init(
        _ raw: OpaquePointer, tls: QUICTLS, number: UInt32, isServer: Bool, path: QUICPath, now: UInt64
    ) {
        self.raw = raw
        self.tls = tls
        self.number = number
        self.isServer = isServer
        self.path = path
        born = now
        queue = QUICSendQueue(port: port)
        vitals = QUICVitals(isServer: isServer, now: now)
    }

    deinit {
        aura_quic_free(raw)
    }

    package var isOpen: Bool {
        if case .open = stage { return true }
        return false
    }

    var report: aura_quic_report { aura_quic_report(raw).pointee }

    /// True when the flag is set.
    func has(_ flag: aura_quic_flag) -> Bool { report.flags & UInt32(flag.rawValue) != 0 }

    /// The leaf in DER that the peer showed.
    var peerLeaf: [UInt8] {
        var length = 0
        let leaf = aura_quic_peer_leaf(raw, &length)
        return Array(UnsafeBufferPointer(start: leaf, count: leaf == nil ? 0 : length))
    }

    /// The newest token that the server gave for a later connection; empty when it gave none.
    package var givenToken: [UInt8] {
        var length = 0
        let token = aura_quic_given_token(raw, &length)
        return Array(UnsafeBufferPointer(start: token, count: token == nil ? 0 : length))
    }

    /// Takes one UDP payload; returns the library's result.
    func read(
        _ bytes: UnsafeRawBufferPointer, from path: QUICPath, at now: UInt64, into delivery: inout QUICDelivery
    ) -> Int32 {
        let isElsewhere = isElsewhere(path)
        if isElsewhere, !mayMove() { return 0 }
        tally.received.bytes &+= UInt64(bytes.count)
        var way = path.raw
        let (result, lost) = delivery.collect(from: self.path.remote) { inbox in
            aura_quic_read(
                raw, &way, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, now, inbox)
        }
        if lost > 0 { tally.drop(.overflow, lost) }
        // Of the new path, if it has moved.
        if isElsewhere { rest.note(probeTimeout: probeTimeout) }
        noteRest(at: now)
        return result
    }

    /// The library does not look at more than the addresses either.
    private func isElsewhere(_ path: QUICPath) -> Bool {
        path.remote != self.path.remote || path.local != self.path.local
    }

    /// True when a packet from elsewhere may be taken. Strangers stay where they are.
    private func mayMove() -> Bool {
        guard isOpen, rest.isOver else { return false }
        rest.note(probeTimeout: probeTimeout)
        return true
    }

    private func noteRest(at now: UInt64) {
        let validations = report.validations
        guard validations != rest.validations || !rest.isOver else { return }
        rest.note(probeTimeout: probeTimeout)
        rest.note(validations: validations, at: now)
    }

    /// Of the path as it is known now, in nanoseconds.
    var probeTimeout: UInt64 {
        var state = aura_quic_state()
        aura_quic_read_state(raw, &state)
        return state.probe_timeout
    }

    /// Follows the peer to where the library says it is.
    func refreshPath() {
        if let now = QUICPath(aura_quic_current_path(raw)), now != path { path = now }
    }

    /// The session's datagrams that came in.
    func noteReceived(_ count: Int, at now: UInt64) {
        tally.received.datagrams &+= UInt64(count)
        vitals.received(at: now)
    }

    /// Adds what was counted to what links tell.
    func settleTally() {
        guard tally != LinkStatistics() else { return }
        port.counters.add(tally)
        tally = LinkStatistics()
    }

    /// Gives back what waits to be sent.
    func retire() {
        tally.drop(.linkClosed, queue.close())
        settleTally()
    }
}
