internal import NIOCore

/// The first handler of an accepted connection, until it has become a link: it holds the clock, and the door.
///
/// It stands in front of TLS, so that closing is closing: who is out of time gets no more words. TLS itself is begun
/// with the first byte; a connection that says nothing costs next to nothing.
final class ConnectionGuard: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let admissions: Admissions
    private let limits: TCPServerConfiguration.Limits
    /// Adds TLS and what comes after it; called once, with the first bytes.
    private let begin: (ConnectionGuard, any Channel) throws -> Void
    private var context: ChannelHandlerContext?
    private var visit: Admissions.Visit?
    private var stage = Admissions.Stage.connecting
    private var hasBegun = false
    private var accepted = NIODeadline.now()
    private var lastActivity = NIODeadline.now()
    private var deadline: Scheduled<Void>?

    init(
        _ admissions: Admissions, _ limits: TCPServerConfiguration.Limits,
        begin: @escaping (ConnectionGuard, any Channel) throws -> Void
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
        wait(until: accepted + limits.handshake.nio)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if !hasBegun {
            hasBegun = true
            do { try begin(self, context.channel) } catch { return context.close(promise: nil) }
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
        wait(until: accepted + limits.firstRequest.nio)
    }

    /// The connection belongs to a stranger, who is served the website.
    func served() {
        guard stage != .visiting else { return noteActivity() }
        advance(to: .visiting)
        noteActivity()
        wait(until: lastActivity + limits.visitorIdle.nio)
    }

    /// Something went on between the website and its visitor.
    func noteActivity() {
        lastActivity = .now()
    }

    /// The connection has proved the outer key; the guard goes home.
    func proved() {
        retire { admissions.prove($0, from: stage) }
        context?.pipeline.syncOperations.removeHandler(self, promise: nil)
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

    private func wait(until time: NIODeadline) {
        deadline?.cancel()
        deadline = context?.eventLoop.assumeIsolated().scheduleTask(deadline: time) { self.check() }
    }

    /// Time is up, unless a visitor has done something meanwhile.
    private func check() {
        let end = lastActivity + limits.visitorIdle.nio
        if stage == .visiting, end > .now() { wait(until: end) } else { expire() }
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
