internal import AuraWire
internal import CAura
internal import Logging
internal import Synchronization

/// What one thread and the links that it owns share: the socket and the mailbox.
final class QUICStation: Sendable {
    let socket: UDPSocket
    let mailbox: QUICMailbox
    let localAddress: SocketAddress
    let limits: SegmentLimits
    let busyPoll: BusyPoll
    let logger: Logger
    private let threadID = Atomic<UInt>(0)
    private let thread = Mutex<OwnedThread?>(nil)

    init(
        socket: consuming UDPSocket, configuration: UDPConfiguration, logger: Logger
    ) throws(TransportError) {
        do throws(SystemError) {
            localAddress = try socket.localAddress()
            mailbox = try QUICMailbox()
        } catch {
            throw TransportError(doing: "set up a QUIC socket", error)
        }
        limits = try UDPSetup.apply(configuration, to: socket, logger: logger)
        busyPoll = BusyPoll(configuration.busyPoll)
        self.logger = logger
        self.socket = socket
    }

    /// True on the thread that owns the links.
    var isOurThread: Bool { threadID.load(ordering: .acquiring) == OwnedThread.current }

    /// Starts the thread; to be called once.
    func start(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
        let name = "aura-quic-\(localAddress.port)"
        try thread.withLock { thread throws(SystemError) in thread = try OwnedThread(name: name, body) }
    }

    /// Waits for the thread's end, unless this is the thread.
    func join() {
        if !isOurThread { thread.withLock { $0 = nil } }
    }

    func claimThread() {
        threadID.store(OwnedThread.current, ordering: .releasing)
        // Packets are paced by pauses of a few microseconds.
        OwnedThread.bePunctual()
    }

    /// Waits for something to receive, for a letter, or until the deadline in ticks.
    func wait(until deadline: UInt64?) throws(SystemError) {
        mailbox.bell.lieDown()
        var timeout: Int64 = -1
        if let deadline {
            let now = QUICTime.now.ticks
            timeout = deadline > now ? Int64(clamping: deadline - now) : 0
        }
        if !mailbox.isEmpty { timeout = 0 }
        let wasRung = try socket.waitPrecisely(orFor: mailbox.bell.readDescriptor, nanoseconds: timeout) == .woken
        mailbox.bell.getUp(wasRung: wasRung)
    }

    /// Waits for a letter or until time is up, whatever there is to receive.
    func pause(nanoseconds: UInt64) throws(SystemError) {
        mailbox.bell.lieDown()
        let timeout = mailbox.isEmpty ? Int64(clamping: nanoseconds) : 0
        let bell = mailbox.bell.readDescriptor
        let seen = Int32(try SystemCall.require("ppoll") { aura_udp_poll_precisely(-1, bell, timeout) })
        mailbox.bell.getUp(wasRung: seen & Int32(AURA_POLL_WOKEN) != 0)
    }

    /// Frees the port of a listener that has no thread, and lets go whoever waits for its end.
    func retireUnstarted() {
        let late = mailbox.close()
        socket.retire()
        for closing in late.closings { closing.waker?.wake() }
    }

    /// Asks the thread to close a link, or (`nil`) the listener, and waits until it has, unless this is the thread.
    func close(_ link: QUICLink?, _ reason: LinkCloseReason) {
        let waker = isOurThread ? nil : QUICWaker()
        let isPosted = mailbox.post { $0.closings.append(.init(link: link, reason: reason, waker: waker)) }
        if isPosted { waker?.wait() }
    }
}
