public import AuraWire
internal import Synchronization

/// A QUIC connection as a link: one peer, each session datagram in a DATAGRAM frame of its own.
///
/// A client makes it with ``connect(to:configuration:key:logger:)`` and starts it once with its handler; a server's come
/// from ``QUICListener``. It lives until it is closed: the thread that owns it holds on to it.
public final class QUICLink: Link {
    /// Unique in the process.
    public let id = LinkID.next()
    /// Always `quic`.
    public let transport = TransportKind.quic
    /// The peer's address when the link came about; it may move.
    public let remoteAddress: SocketAddress

    let station: QUICStation
    let port: QUICPort
    /// The connection's number in its endpoint.
    let number: UInt32
    private let isStarted: Mutex<Bool>

    init(station: QUICStation, connection: QUICConnection, isStarted: Bool) {
        self.station = station
        port = connection.port
        number = connection.number
        remoteAddress = connection.path.remote
        self.isStarted = Mutex(isStarted)
    }

    /// The socket's address; on a server it may be "any".
    public var localAddress: SocketAddress { station.localAddress }

    /// What fits a packet on the path as it is known now: 1,163 bytes at first and after large packets vanished, about
    /// 1,407 once larger ones have been seen to get through.
    public var maxDatagramSize: Int { port.maxDatagramSize }

    /// Counters so far: datagrams are the session's, bytes those of all UDP payloads of the connection.
    public var statistics: LinkStatistics { port.statistics }

    /// The smoothed round-trip time; `nil` before it is known.
    public var roundTrip: Duration? {
        let nanoseconds = port.roundTrip
        return nanoseconds == 0 ? nil : .nanoseconds(Int64(clamping: nanoseconds))
    }

    /// The largest UDP payload that the path is known to carry, in bytes.
    public var pathPayload: Int { port.pathPayload }

    /// True while what was sent stays unanswered. Meanwhile only heartbeats are sent.
    public var isSuspect: Bool { port.isSuspect }

    /// Queues every entry for the peer, whatever its remote, and consumes the batch. Entries of fewer than 2 bytes are
    /// malformed: those are the transport's own.
    public func send(_ batch: inout PacketBatch) {
        guard port.enqueue(&batch) else { return }
        let number = number
        station.mailbox.post { $0.ready.append(number) }
    }

    /// Closes the link and tells the peer. Returns when the handler has heard of it, except when the caller is on the
    /// thread that owns the link: then that is so a moment later.
    public func close(_ reason: LinkCloseReason) {
        station.close(self, reason)
    }

    /// Starts a client's link. To be called once; throws ``TransportError/notStartable`` otherwise, and when the link
    /// has closed meanwhile.
    public func start<Handler: DatagramHandler & ~Copyable>(_ handler: consuming Handler) throws(TransportError) {
        let isFirst = isStarted.withLock { isStarted in
            defer { isStarted = true }
            return !isStarted
        }
        guard isFirst else { throw .notStartable }
        let receiver = QUICHandlerBox(handler)
        guard station.mailbox.post({ $0.receiver = receiver }) else { throw .notStartable }
    }
}
