internal import NIOCore

/// The first handler of an accepted connection, until it has become a link: it holds the clock, and the door.
///
/// It stands in front of TLS, so that closing is closing: who is out of time gets no more words. TLS itself is begun
/// with the first byte; a connection that says nothing costs next to nothing.
final class ConnectionGuard: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let admissions: Admissions
    private let limits: TCPServerConfiguration.Limits
    /// Adds TLS and what comes after it; called once, with the first byte.
    private let begin: (ConnectionGuard, any Channel, UInt8) throws -> Void
    private var context: ChannelHandlerContext?
    private var visit: Admissions.Visit?
    private var stage = Admissions.Stage.connecting
    private var hasBegun = false
    private var accepted = NIODeadline.now()
    /// When the visitor and the website last got on; `nil` until they do.
    private var lastActivity: NIODeadline?
    /// Bytes received since then.
    private var received = 0
    private var deadline: Scheduled<Void>?

    init(
        _ admissions: Admissions, _ limits: TCPServerConfiguration.Limits,
        begin: @escaping (ConnectionGuard, any Channel, UInt8) throws -> Void
    ) {
        self.admissions = admissions
        self.limits = limits
        self.begin = begin
    }

    func channelActive(context: ChannelHandlerContext) {
        guard let address = context.remoteAddress?.aura else { return context.close(promise: nil) }
        self.context = context
        accepted = .now()
        let (loop, bound) = (context.eventLoop, NIOLoopBound(self, eventLoop: context.eventLoop))
        visit = admissions.arrive(from: address) { loop.execute { bound.value.expire() } }
        wait()
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Self.unwrapInboundIn(data)
        if !hasBegun, let first = bytes.readableBytesView.first {
            hasBegun = true
            do { try begin(self, context.channel, first) } catch { return context.close(promise: nil) }
        }
        context.fireChannelRead(data)
    }

    func channelInactive(context: ChannelHandlerContext) {
        retire { admissions.depart($0, from: stage) }
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        // Each would keep the other.
        self.context = nil
    }

    /// The TLS handshake is done.
    func greeted() {
        advance(to: .greeted)
        wait()
    }

    /// The connection belongs to a stranger, who is served the website.
    func served() {
        guard stage != .visiting else { return }
        advance(to: .visiting)
        wait()
    }

    /// A visitor has sent so many bytes. A few of them are no sign of life: somebody may send one at a time.
    func noteReceived(_ count: Int) {
        received += count
        if received >= TCPLimits.visitorProgress { noteActivity() }
    }

    /// The promise of a write to a visitor: once it is kept, something went on.
    func watch(_ promise: EventLoopPromise<Void>?, on loop: any EventLoop) -> EventLoopPromise<Void> {
        let promise = promise ?? loop.makePromise()
        promise.futureResult.assumeIsolated().whenSuccess { self.noteActivity() }
        return promise
    }

    private func noteActivity() {
        let isFirst = lastActivity == nil
        lastActivity = .now()
        received = 0
        // Another limit counts from here on, and may be shorter.
        if isFirst { wait() }
    }

    /// The connection has proved the outer key, and the guard goes home; `nil` when it is over already, or when there are
    /// too many links.
    func proved() -> Admissions.Visit? {
        guard let visit, admissions.prove(visit, from: stage) else { return nil }
        retire { _ in }
        context?.pipeline.syncOperations.removeHandler(self, promise: nil)
        return visit
    }

    private func advance(to next: Admissions.Stage) {
        guard let visit else { return }
        admissions.advance(visit, from: stage, to: next)
        stage = next
    }

    private func retire(_ farewell: (Admissions.Visit) -> Void) {
        deadline?.cancel()
        deadline = nil
        if let visit { farewell(visit) }
        visit = nil
    }

    /// When the connection is out of time, as things stand.
    private var end: NIODeadline {
        switch stage {
        case .connecting: accepted + limits.handshake.nio
        case .greeted: accepted + limits.firstRequest.nio
        case .visiting: lastActivity.map { $0 + limits.visitorIdle.nio } ?? accepted + limits.firstRequest.nio
        }
    }

    private func wait() {
        deadline?.cancel()
        deadline = context?.eventLoop.assumeIsolated().scheduleTask(deadline: end) {
            // A visitor may have done something meanwhile.
            if self.end > .now() { self.wait() } else { self.expire() }
        }
    }

    private func expire() {
        guard visit != nil else { return }
        admissions.expire()
        context?.close(promise: nil)
    }
}

extension Duration {
    /// The form NIO takes.
    var nio: TimeAmount {
        let (seconds, attoseconds) = components
        return .seconds(seconds) + .nanoseconds(attoseconds / 1_000_000_000)
    }
}
