public import NIOCore
internal import NIOHTTP1

extension Decoy {
    /// Turns `channel` into an HTTP/1 connection that is answered: bytes in, bytes out. Must be called on the channel's
    /// event loop. Bytes that were read already are fired into the pipeline afterwards:
    ///
    ///     try decoy.addHTTP1Handlers(to: channel)
    ///     channel.pipeline.fireChannelRead(bytes)
    ///     channel.pipeline.fireChannelReadComplete()
    ///
    /// This is better than NIO's codec with ``addHandlers(to:)``, since what is no HTTP gets the same answer, at the same
    /// byte, as from nginx. Nothing else that speaks HTTP may be in the pipeline. The channel is closed when the
    /// conversation is over.
    public func addHTTP1Handlers(to channel: any Channel) throws {
        try addHTTP1Handlers(to: channel, responder)
    }

    /// The same for a channel whose first byte showed that it is no TLS where TLS was expected: a request gets the page
    /// that says so, and anything else the usual refusal. nginx takes what begins with the byte 0x16, or with a byte of
    /// which the highest bit is set, for TLS, and everything else for this.
    public func addPlainHTTPHandlers(to channel: any Channel) throws {
        try addHTTP1Handlers(to: channel, PlainResponder())
    }

    private func addHTTP1Handlers(to channel: any Channel, _ responder: any Responder) throws {
        let pipeline = channel.pipeline.syncOperations
        var configuration = HTTPResponseEncoder.Configuration()
        configuration.automaticallySetFramingHeaders = false
        try pipeline.addHandler(HTTPResponseEncoder(configuration: configuration))
        try pipeline.addHandlers([
            IdleGuard(), ReplyAdapter(), RequestDecoder(givesUpWithInput: responder.givesUpWithInput),
        ])
        // Whoever ends his side after asking still gets his answer. A channel that has no sides goes without.
        try? channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: true)
        try converse(on: channel, responder)
    }

    /// Adds what answers requests to the end of the pipeline of `channel`, behind an HTTP codec of NIO that reads
    /// `HTTPServerRequestPart` and writes `HTTPServerResponsePart`. Must be called on the channel's event loop. The
    /// channel is closed when the conversation is over.
    ///
    /// For HTTP/2, in the initializer of each stream:
    ///
    ///     stream.eventLoop.makeCompletedFuture {
    ///         try stream.pipeline.syncOperations.addHandler(HTTP2FramePayloadToHTTP1ServerCodec())
    ///         try decoy.addHandlers(to: stream)
    ///     }
    ///
    /// For HTTP/1, if ``addHTTP1Handlers(to:)`` cannot be used:
    ///
    ///     try channel.pipeline.syncOperations.configureHTTPServerPipeline(
    ///         withPipeliningAssistance: false, withErrorHandling: false)
    ///     try decoy.addHandlers(to: channel)
    ///
    /// NIO's error handler must not be there: it answers by itself, in another way. A socket should have the option
    /// `allowRemoteHalfClosure`, or whoever ends his side after asking gets no answer.
    public func addHandlers(to channel: any Channel) throws {
        try channel.pipeline.syncOperations.addHandlers([IdleGuard(), RequestAdapter(), ReplyAdapter()])
        try converse(on: channel, responder)
    }

    /// Starts the conversation on a pipeline that makes ``RequestPart``s.
    private func converse(on channel: any Channel, _ responder: any Responder) throws {
        let wire = try Conversation.Wire(wrappingChannelSynchronously: channel)
        let conversation = Conversation(responder: responder, logger: logger)
        let task = Task { await conversation.run(on: wire) }
        // A stranger who is gone is waited for by nobody: not by a file, not by an upstream.
        channel.closeFuture.whenComplete { _ in task.cancel() }
    }
}
