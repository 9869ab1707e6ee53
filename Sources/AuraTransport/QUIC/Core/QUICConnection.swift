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
    var isSuspect = false
    var hasUnsentGrant = false
    var placings = 0
    var proofSent: UInt64?

    init(
        _ raw: OpaquePointer, number: UInt32, isServer: Bool, path: QUICPath, now: UInt64
    ) {
        self.raw = raw
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
        _ bytes: UnsafeRawBufferPointer, from path: inout aura_quic_path, at now: UInt64,
        into delivery: inout QUICDelivery
    ) -> Int32 {
        tally.received.bytes &+= UInt64(bytes.count)
        return delivery.collect(from: self.path.remote) { inbox in
            aura_quic_read(
                raw, &path, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, now, inbox)
        }
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
