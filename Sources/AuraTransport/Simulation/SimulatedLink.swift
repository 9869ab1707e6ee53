public import AuraWire
internal import Synchronization

/// A link onto a ``SimulatedNetwork``: the in-memory fake of ``UDPLink``, without the gate and without threads.
///
/// What is sent goes onto the wire at the time the clock shows. What arrives is handed over by ``deliver(_:to:)``, on
/// the caller's thread.
public final class SimulatedLink: Link {
    /// Unique in the process.
    public let id = LinkID.next()
    /// What it passes itself off as.
    public let transport: TransportKind
    /// Its address on the network.
    public let localAddress: SocketAddress
    /// The largest datagram it takes, in bytes.
    public let maxDatagramSize: Int

    private let network: SimulatedNetwork
    private let clock: VirtualClock
    private let state = Mutex(State())

    private struct State {
        var statistics = LinkStatistics()
        var closeReason: LinkCloseReason?
    }

    /// Joins `network` as `address`.
    public init(
        on network: SimulatedNetwork, clock: VirtualClock, address: SocketAddress, transport: TransportKind = .udp,
        maxDatagramSize: Int = 1452
    ) {
        self.network = network
        self.clock = clock
        self.transport = transport
        localAddress = address
        self.maxDatagramSize = maxDatagramSize
    }

    /// Counters so far.
    public var statistics: LinkStatistics { state.withLock { $0.statistics } }

    /// Why it was closed; `nil` while it is open.
    public var closeReason: LinkCloseReason? { state.withLock { $0.closeReason } }

    /// Puts every entry onto the wire and consumes the batch.
    public func send(_ batch: inout PacketBatch) {
        let isClosed = closeReason != nil
        var tally = LinkStatistics()
        for index in 0..<batch.count where batch.entries[index].length > 0 {
            let bytes = batch.bytes(at: index)
            guard !isClosed else { tally.drop(.linkClosed); continue }
            guard bytes.count <= maxDatagramSize else { tally.drop(.tooLarge); continue }
            network.send(bytes, from: localAddress, to: batch.entries[index].remote, now: clock.now)
            tally.sent.add(datagrams: 1, bytes: bytes.count)
        }
        batch.removeAll()
        add(tally)
    }

    /// Hands those of `deliveries` that are for this link to `handler`, as one batch. A closed link hands over nothing.
    public func deliver<Handler: DatagramHandler & ~Copyable>(_ deliveries: [Delivery], to handler: inout Handler) {
        let mine = deliveries.filter { $0.destination == localAddress && !$0.bytes.isEmpty }
        guard !mine.isEmpty, closeReason == nil else { return }
        var batch = PacketBatch(capacity: mine.count, bytes: mine.reduce(0) { $0 + $1.bytes.count })
        var tally = LinkStatistics()
        for delivery in mine {
            batch.append(upTo: delivery.bytes.count, remote: delivery.source) { delivery.bytes.copy(into: &$0) }
            tally.received.add(datagrams: 1, bytes: delivery.bytes.count)
        }
        add(tally)
        handler.handle(&batch, from: self)
    }

    /// Closes it. There is no thread that could tell a handler: whoever calls this does.
    public func close(_ reason: LinkCloseReason) {
        state.withLock { $0.closeReason = $0.closeReason ?? reason }
    }

    private func add(_ tally: LinkStatistics) {
        state.withLock { $0.statistics = $0.statistics + tally }
    }
}

extension PacketBatch {
    fileprivate mutating func bytes(at index: Int) -> [UInt8] {
        withPacket(at: index) { packet in packet.span.indices.map { packet.span[$0] } }
    }
}

extension [UInt8] {
    fileprivate func copy(into output: inout MutableSpan<UInt8>) -> Int {
        let length = Swift.min(count, output.count)
        for index in 0..<length { output[index] = self[index] }
        return length
    }
}
