public import AuraWire
internal import Dispatch
internal import Logging
internal import NIOCore
internal import Synchronization

/// A TLS connection over TCP that has become a link: one peer, datagrams in frames with their length in front.
///
/// A client makes it with ``connect(to:configuration:key:loops:logger:)``, then calls ``start(_:)`` once; a server's
/// are made by ``TCPListener``. All its work is done on one event loop.
public final class TCPLink: Link {
    /// Unique in the process.
    public let id = LinkID.next()
    /// Always `tcp`.
    public let transport = TransportKind.tcp
    /// This end of the connection.
    public let localAddress: AuraWire.SocketAddress
    /// The far end of the connection.
    public let remoteAddress: AuraWire.SocketAddress

    let channel: any Channel
    let counters = LinkCounters()
    let logger: Logger
    let state = Mutex(State())
    /// Empty once the handler has heard of the end.
    let ending = DispatchGroup()
    let pool: BufferPool
    private let queue = Mutex(SendQueue())
    /// Held by the thread whose turn it is to send.
    private let turn = Mutex(())

    /// Where the link is in its life.
    struct State {
        var isStarted = false
        var isEnded = false
        var closeReason: LinkCloseReason?
        var sink: (any DatagramSink)?
        var roundTrip: Duration?
        var isMeasuring = false
    }

    init(channel: any Channel, pool: BufferPool, logger: Logger) {
        var logger = logger
        self.channel = channel
        self.pool = pool
        localAddress = channel.localAddress?.aura ?? PacketBatch.nowhere
        remoteAddress = channel.remoteAddress?.aura ?? PacketBatch.nowhere
        logger[metadataKey: "link"] = "\(id)"
        self.logger = logger
        ending.enter()
    }

    deinit {
        // A group that somebody is still waited for in must not go; a connection may end before its link has begun.
        if !state.withLock({ $0.isEnded }) { ending.leave() }
    }

    /// ``TCPLimits/maximumFrame``: the connection itself cuts and joins as the path wants.
    public var maxDatagramSize: Int { TCPLimits.maximumFrame }

    /// Counters so far.
    public var statistics: LinkStatistics { counters.snapshot }

    /// Puts every datagram into the queue towards the event loop, and consumes the batch.
    ///
    /// The queue holds ``TCPLimits/queueBytes``, or ``TCPLimits/slowQueueBytes`` while the connection is slow; what
    /// does not fit is dropped and counted as ``LinkDropReason/queueFull``.
    public func send(_ batch: inout PacketBatch) {
        var tally = LinkStatistics()
        turn.withLock { _ in enqueue(&batch, counting: &tally) }
        if tally.dropped > 0 { counters.add(tally) }
        batch.removeAll()
    }

    private func enqueue(_ batch: inout PacketBatch, counting tally: inout LinkStatistics) {
        let wanted = FrameWriter.bytes(of: batch.entries)
        var writer = queue.withLock { $0.lend(wanted: wanted) }
        var late = 0
        writer.append(&batch, from: pool, counting: &tally) { late += put($0) }
        tally.drop(.linkClosed, late)
        if writer.room > 0 { queue.withLock { $0.takeBack(unused: writer.room) } }
    }

    /// Puts a chunk into the queue; the event loop begins with it while the sender fills the next. Returns how many
    /// datagrams are lost because the queue has been closed meanwhile.
    private func put(_ chunk: SendQueue.Chunk) -> Int {
        let (isClosed, mustWake) = queue.withLock { ($0.isClosed, $0.put(chunk)) }
        if mustWake { channel.eventLoop.execute { self.drain() } }
        return isClosed ? chunk.datagrams : 0
    }

    /// Writes what waits for as long as the connection takes it. On the event loop.
    func drain() {
        var tally = LinkStatistics()
        while channel.isWritable, var chunk = queue.withLock({ $0.next() }) {
            tally.sent.add(datagrams: chunk.datagrams, bytes: chunk.buffer.readableBytes)
            // Heard of from the start: a write that fails at once ends the connection before it returns.
            let written = channel.eventLoop.makePromise(of: Void.self)
            written.futureResult.whenFailure { self.endUnlessClosed($0) }
            channel.writeAndFlush(chunk.buffer, promise: written)
            pool.give(&chunk.buffer)
        }
        if tally.sent.datagrams > 0 { counters.add(tally) }
    }

    func count(received entries: [PacketBatch.Entry]) {
        guard !entries.isEmpty else { return }
        var tally = LinkStatistics()
        for entry in entries { tally.received.add(datagrams: 1, bytes: entry.length + TCPLimits.frameHeader) }
        counters.add(tally)
    }

    /// Takes nothing more to send, and counts what was waiting as dropped.
    func closeQueue() {
        var tally = LinkStatistics()
        tally.drop(.linkClosed, queue.withLock { $0.close() })
        if tally.dropped > 0 { counters.add(tally) }
    }
}
