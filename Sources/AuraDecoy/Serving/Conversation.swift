internal import Logging
internal import NIOCore
internal import NIOHTTP1

/// One HTTP/1 connection or one HTTP/2 stream of a stranger, from its first request to its end.
struct Conversation: Sendable {
    typealias Wire = NIOAsyncChannel<RequestPart, ReplyPart>

    let responder: any Responder
    let logger: Logger

    /// Answers until the stranger or a rule ends it, then closes.
    func run(on wire: Wire) async {
        do {
            try await wire.executeThenClose { inbound, outbound in
                var reader = RequestReader(inbound.makeAsyncIterator(), longestBody: responder.longestBody)
                try await answerAll(&reader, outbound, wire.channel)
                try await outbound.write(.close)
                // Bytes that nobody has read when a connection is closed reset it, and a reset takes the answer with it.
                try await reader.discardAll()
            }
        } catch {
            // Strangers break off all the time; that is no news.
            logger.debug("A visitor's connection broke off", metadata: ["error": "\(error)"])
        }
    }

    private func answerAll(
        _ reader: inout RequestReader, _ outbound: Reply.Outbound, _ channel: any Channel
    ) async throws {
        for count in 1... {
            switch try await reader.nextRequest() {
            case .over: return
            case .refused(let refusal, let head):
                let reply = Reply(outbound: outbound, request: head, keepsAlive: false, localAddress: nil)
                return try await reply.send(refusal.page)
            case .head(let head, let brokenBody):
                let isLast = brokenBody || count >= DecoyLimits.requestsOnConnection || !RequestRules.keepsAlive(head)
                let reply = Reply(
                    outbound: outbound, request: head, keepsAlive: !isLast, hasBrokenBody: brokenBody,
                    localAddress: channel.localAddress, source: VisitorSource(channel.remoteAddress))
                guard try await answer(reply, &reader, channel) else { return }
            }
        }
    }

    /// Answers one request; false if the connection ends with it.
    private func answer(_ reply: Reply, _ reader: inout RequestReader, _ channel: any Channel) async throws -> Bool {
        guard try await respond(reply, &reader, channel) else { return false }
        do {
            try await reader.skipBody()
        } catch is BodyError {
            // The answer is out already; what comes after such a body cannot be told from the body.
            return false
        }
        return reply.keepsAlive && !reply.isHTTP2
    }

    private func respond(_ reply: Reply, _ reader: inout RequestReader, _ channel: any Channel) async throws -> Bool {
        if let page = RequestRules.refusal(of: reply.request, longestBody: responder.longestBody) {
            try await reply.send(page)
            if page.status == .bodyTooLarge { try await linger(&reader, channel) }
            return !page.status.endsConnection
        }
        if RequestRules.expectsContinue(reply.request), responder.invitesBody(of: reply.request) {
            try await reply.sendContinue()
        }
        return try await responder.respond(to: reply.request, body: &reader, through: reply)
    }

    /// Whoever was told that his body is too large may go on sending for a while before he sees it.
    private func linger(_ reader: inout RequestReader, _ channel: any Channel) async throws {
        let end = channel.eventLoop.scheduleTask(in: DecoyLimits.linger) { channel.close(promise: nil) }
        defer { end.cancel() }
        try await reader.discardAll()
    }
}
