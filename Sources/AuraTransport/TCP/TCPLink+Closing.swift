internal import AuraWire
internal import Dispatch
internal import Logging
internal import NIOCore
internal import Synchronization

extension TCPLink {
    /// Hands what is received to `handler` from now on, on the link's event loop.
    ///
    /// What came earlier was not lost: a link that is not started does not read. If the connection has ended meanwhile,
    /// the handler hears of that and of nothing else. Throws ``TransportError/notStartable`` when the link was started
    /// or closed by this side before.
    public func start<Handler: DatagramHandler & ~Copyable>(_ handler: consuming Handler) throws(TransportError) {
        try start(sink: HandlerSink(handler))
        channel.eventLoop.execute { self.begin() }
    }

    /// Notes where datagrams go, without beginning to read.
    func start(sink: any DatagramSink) throws(TransportError) {
        let isStartable = state.withLock { state in
            if case .local = state.closeReason { return false }
            guard !state.isStarted else { return false }
            state.isStarted = true
            state.sink = sink
            return true
        }
        guard isStartable else { throw .notStartable }
    }

    private func begin() {
        guard !state.withLock({ $0.isEnded }) else { return tellHandler() }
        channel.pipeline.fireUserInboundEventTriggered(LinkEvent.started)
        channel.setOption(.autoRead, value: true).whenSuccess { self.channel.read() }
    }

    /// Closes the link. TLS says goodbye to the far side, which is not waited for.
    ///
    /// Returns when the handler has heard of it and has run for the last time. On an event loop's thread, the handler's
    /// own among them, it returns at once, and that is so a moment later.
    public func close(_ reason: LinkCloseReason) {
        let isEnded = state.withLock { state in
            state.closeReason = state.closeReason ?? reason
            return state.isEnded
        }
        // The loop of an ended link may be gone.
        if !isEnded { channel.eventLoop.execute { self.end(reason) } }
        if !TCPLoops.isCurrent { ending.wait() }
    }

    /// Ends the link on its event loop, for the reason that was given first. Later calls do nothing.
    func end(_ reason: LinkCloseReason) {
        let isFirst = state.withLock { state in
            guard !state.isEnded else { return false }
            state.isEnded = true
            state.closeReason = state.closeReason ?? reason
            return true
        }
        guard isFirst else { return }
        closeQueue()
        tellHandler()
        logger.debug("The link has ended", metadata: ["reason": "\(reason)"])
        channel.close(promise: nil)
        ending.leave()
    }

    /// What a failed write tells is the system's word, and more than the end of the connection that follows it.
    func endUnlessClosed(_ error: any Error) {
        if error is IOError { end(LinkCloseReason(error)) }
    }

    private func tellHandler() {
        let (sink, reason) = state.withLock { state in
            defer { state.sink = nil }
            return (state.sink, state.closeReason)
        }
        sink?.linkClosed(self, reason: reason ?? .failed("closed without a reason"))
    }
}

/// What a link tells its handler in the pipeline.
enum LinkEvent: Sendable {
    /// Datagrams have somewhere to go.
    case started
}
