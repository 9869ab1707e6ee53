internal import NIOCore
internal import NIOHTTP1

/// Makes requests of the bytes of an HTTP/1 connection, one at a time: the next one is read when the one before has been
/// answered, so that somebody who sends thousands at once makes us keep one.
///
/// NIO's own decoder is not used here, since what it refuses, and when, differs from what nginx refuses: methods that are
/// not registered, lines that end without a carriage return, HTTP/0.9, half a line that can come to nothing. That
/// difference would be the first thing to tell the site from a real one.
final class RequestDecoder: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = RequestPart
    typealias OutboundIn = ReplyPart
    typealias OutboundOut = ReplyPart

    private enum State {
        case head(HeadParser)
        case body(BodyParser)
        /// A request is complete, and its answer is not.
        case answering
        /// What came was refused, or the conversation is over; what comes is thrown away.
        case refused
    }

    private let givesUpWithInput: Bool
    private var state = State.head(HeadParser())
    private var buffer = ByteBuffer()
    /// The answer was complete before the body of its request was.
    private var isAnsweredEarly = false
    private var isReadHeld = false
    private var isEndHeld = false
    private var headTimer: Scheduled<Void>?

    /// `givesUpWithInput`: the end of input while a request is being answered ends the connection.
    init(givesUpWithInput: Bool) {
        self.givesUpWithInput = givesUpWithInput
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .refused = state { return }
        var bytes = unwrapInboundIn(data)
        if buffer.readableBytes == 0 {
            buffer = bytes
        } else {
            // What was read already is dropped first, or the buffer would grow for as long as the connection lives.
            buffer.discardReadBytes()
            buffer.writeBuffer(&bytes)
        }
        decode(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        headTimer?.cancel()
        context.fireChannelInactive()
    }

    /// Whoever raises an error here closes as well, or tells that there will be no more input. An end of TCP without an
    /// end of TLS is one: it must not take the answer to what came before.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {}

    func handlerRemoved(context: ChannelHandlerContext) {
        headTimer?.cancel()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part = unwrapOutboundIn(data)
        context.write(data, promise: promise)
        if case .close = part { return ignoreTheRest(context) }
        guard case .end = part else { return }
        if case .body = state { isAnsweredEarly = true }
        guard case .answering = state else { return }
        state = .head(HeadParser())
        decode(context)
        context.fireChannelReadComplete()
        release(context)
    }

    /// The conversation is over: what still comes is read, so that its end is seen, and thrown away.
    private func ignoreTheRest(_ context: ChannelHandlerContext) {
        state = .refused
        buffer.clear()
        watchHead(context)
        release(context)
    }

    /// Lets go of what was held back, unless there is still reason to.
    private func release(_ context: ChannelHandlerContext) {
        guard !holdsBack else { return }
        if isReadHeld { read(context: context) }
        guard isEndHeld else { return }
        isEndHeld = false
        context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    }

    /// The end of input is told when all that came before it has been.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event as? ChannelEvent == .inputClosed else { return context.fireUserInboundEventTriggered(event) }
        if givesUpWithInput, isBusy { return context.close(promise: nil) }
        isEndHeld = holdsBack
        if !isEndHeld { context.fireUserInboundEventTriggered(event) }
    }

    func read(context: ChannelHandlerContext) {
        isReadHeld = holdsBack
        if !isReadHeld { context.read() }
    }

    private var isBusy: Bool {
        switch state {
        case .body, .answering: true
        case .head, .refused: false
        }
    }

    /// Enough is here for now.
    private var holdsBack: Bool {
        guard case .answering = state else { return false }
        return buffer.readableBytes > 0
    }

    private func decode(_ context: ChannelHandlerContext) {
        while let part = nextPart() {
            context.fireChannelRead(wrapInboundOut(part))
        }
        watchHead(context)
    }

    private func nextPart() -> RequestPart? {
        switch state {
        case .head(var parser):
            let piece = parser.read(&buffer)
            state = .head(parser)
            return begin(piece, parser)
        case .body(var parser):
            let piece = parser.read(&buffer)
            state = .body(parser)
            return piece.map(carryOn)
        case .answering, .refused: return nil
        }
    }

    private func begin(_ piece: Piece<HTTPRequestHead>, _ parser: HeadParser) -> RequestPart? {
        switch piece {
        case .incomplete: return nil
        case .refused(let refusal): return refuse(refusal, parser.soFar(buffer))
        case .complete(let head, _): return begin(head)
        }
    }

    private func begin(_ head: HTTPRequestHead) -> RequestPart {
        guard RequestRules.hasGoodHost(head) else { return refuse(.malformed, head) }
        let body: BodyParser
        switch BodyFraming.of(head) {
        case .refused(let refusal): return refuse(refusal, head)
        case .length(let length): body = BodyParser(length: length)
        case .chunked: body = .chunked
        }
        state = .body(body)
        return .head(head, brokenBody: body.isBroken(in: buffer))
    }

    private func carryOn(_ piece: BodyPiece) -> RequestPart {
        switch piece {
        case .bytes(let bytes): return .body(bytes)
        case .broken: return refuse(.malformed, Refusal.nothing)
        case .end:
            state = isAnsweredEarly ? .head(HeadParser()) : .answering
            isAnsweredEarly = false
            return .end
        }
    }

    private func refuse(_ refusal: Refusal, _ head: HTTPRequestHead) -> RequestPart {
        state = .refused
        buffer.clear()
        return .refused(refusal, head)
    }

    /// Gives a head that has begun a certain time to come to its end.
    private func watchHead(_ context: ChannelHandlerContext) {
        var isWaiting = false
        if case .head(let parser) = state { isWaiting = buffer.readableBytes > 0 || parser.hasBegun }
        guard isWaiting else {
            headTimer?.cancel()
            headTimer = nil
            return
        }
        guard headTimer == nil else { return }
        let channel = context.channel
        headTimer = context.eventLoop.scheduleTask(in: DecoyLimits.headTime) { channel.close(promise: nil) }
    }
}
