internal import AuraCrypto
public import AuraWire
internal import Logging
internal import Synchronization

/// A UDP socket as a link: one socket, many peers, everything behind the outer gate.
///
/// Make it with ``bind(to:configuration:key:logger:)`` or ``ephemeral(configuration:key:logger:)``, then ``start(_:)``
/// it once with its handler. It lives until it is closed: the receiver thread holds on to it.
public final class UDPLink: Link, Listener {
    /// Unique in the process.
    public let id = LinkID.next()
    /// Always `udp`.
    public let transport = TransportKind.udp
    /// What was bound, with the port the system chose when 0 was asked for.
    public let localAddress: SocketAddress
    /// The path's MTU without the IP and UDP headers. Data datagrams do not grow on the way out; handshakes grow by
    /// ``OuterGate/sealOverhead`` and are expected to be short enough.
    public let maxDatagramSize: Int

    let socket: UDPSocket
    let gate: OuterGate
    /// `nil` when the kernel may always choose the source: clients, and sockets bound to one address.
    let sources: SourceTable?
    /// The links on the same port; `nil` when this one is alone.
    let group: UDPGroup?
    let busyPoll: BusyPoll
    let counters = LinkCounters()
    let waker: Waker
    let logger: Logger
    let state = Mutex(State())
    /// Guards the receiver's handle; held while joining, so that every `close` returns after the receiver is done.
    let receiver = Mutex<OwnedThread?>(nil)
    let receiverID = Atomic<UInt>(0)
    private let wantedLimits: SegmentLimits
    private let segments: Atomic<Bool>
    private let outboxes = OutboxPool()
    private let reported = Atomic<UInt64>(0)

    /// Where the link is in its life.
    struct State {
        var isStarted = false
        var closeReason: LinkCloseReason?
    }

    init(
        socket: consuming UDPSocket, isServer: Bool, group: UDPGroup? = nil, configuration: UDPConfiguration,
        key: OuterKey, logger: Logger
    ) throws(TransportError) {
        var logger = logger
        do throws(SystemError) {
            let address = try socket.localAddress()
            localAddress = address
            sources = isServer && address.ip.isUnspecified ? SourceTable() : nil
            waker = try Waker()
        } catch {
            throw TransportError(doing: "set up a UDP socket", error)
        }
        logger[metadataKey: "link"] = "\(id)"
        maxDatagramSize = max(0, configuration.pathMTU - (socket.family == 4 ? 28 : 48))
        wantedLimits = try UDPSetup.apply(configuration, to: socket, logger: logger)
        segments = Atomic(wantedLimits.segments > 1)
        busyPoll = BusyPoll(configuration.busyPoll)
        gate = OuterGate(key: key)
        self.group = group
        self.logger = logger
        self.socket = socket
        group?.join(self)
    }

    /// What was bound.
    public var boundAddress: SocketAddress { localAddress }

    /// Counters so far.
    public var statistics: LinkStatistics { counters.snapshot }

    /// False once the kernel has refused segmented sends, or when they were never wanted.
    public var isSegmenting: Bool { segments.load(ordering: .relaxed) }

    var segmentLimits: SegmentLimits { isSegmenting ? wantedLimits : .none }

    /// Sends every entry to its remote, masked or sealed, and consumes the batch.
    public func send(_ batch: inout PacketBatch) {
        var sender = UDPSender(link: self, outbox: outboxes.take())
        var sealed = gate.cover(&batch, counting: &sender.tally)
        sender.send(&batch)
        if sealed != nil { sealed?.consume(with: &sender) }
        counters.add(sender.tally)
        outboxes.give(sender.outbox)
        batch.removeAll()
    }

    /// Does without segmented sends from now on; says so once.
    func stopSegmenting(_ number: Int32) {
        guard segments.exchange(false, ordering: .relaxed) else { return }
        let error = SystemError(call: "sendmmsg", number: number)
        logger.notice(
            "The kernel refuses segmented UDP sends; sending singly from now on", metadata: ["error": "\(error)"])
    }

    /// Says once a reason that sends fail; the counters have the rest.
    func report(_ reason: LinkDropReason, _ number: Int32) {
        let bit = UInt64(1) << UInt64(reason.rawValue)
        guard reason != .linkClosed, reported.bitwiseOr(bit, ordering: .relaxed).oldValue & bit == 0 else { return }
        let error = SystemError(call: "sendmmsg", number: number)
        logger.notice(
            "A datagram could not be sent; more of this kind are only counted",
            metadata: ["reason": "\(reason)", "error": "\(error)"])
    }
}

extension PacketBatch {
    fileprivate mutating func consume(with sender: inout UDPSender) {
        sender.send(&self)
    }
}

extension IPAddress {
    var isUnspecified: Bool {
        switch self {
        case .v4(let address): address.bits == 0
        case .v6(let address): address.bits == 0
        }
    }
}
