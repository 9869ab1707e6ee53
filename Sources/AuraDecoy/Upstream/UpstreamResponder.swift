internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

/// Passes requests on to another web server and its answers back, both piece by piece.
final class UpstreamResponder: Responder {
    private let address: UpstreamAddress
    private let client: HTTPClient
    private let permits: Permits

    init(_ address: UpstreamAddress, limits: UpstreamLimits) {
        self.address = address
        permits = Permits(limit: limits.requests)
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: Self.configuration(limits))
    }

    var longestBody: Int { DecoyLimits.proxiedBody }
    var givesUpWithInput: Bool { true }

    func invitesBody(of request: HTTPRequestHead) -> Bool { true }

    func close() async {
        try? await client.shutdown()
    }

    func respond(to request: HTTPRequestHead, body: inout RequestReader, through reply: Reply) async throws -> Bool {
        guard !reply.hasBrokenBody else { return try await say(.badRequest, reply) }
        guard let permit = permits.take(for: reply.source) else { return try await say(.unavailable, reply) }
        defer { withExtendedLifetime(permit) {} }
        guard let first = try await body.nextChunk() else { return try await exchange(reply, nil) }
        let pipe = BodyPipe()
        async let answered = exchange(reply, pipe)
        await Self.pump(first, &body, pipe)
        return try await answered
    }

    /// Gives the body to the pipe for as long as somebody takes it.
    private static func pump(_ first: ByteBuffer, _ body: inout RequestReader, _ pipe: BodyPipe) async {
        do {
            var next: ByteBuffer? = first
            while let piece = next {
                guard await pipe.give(piece) else { return }
                next = try await body.nextChunk()
            }
            pipe.end()
        } catch {
            pipe.end(.failure(error))
        }
    }

    private func exchange(_ reply: Reply, _ pipe: BodyPipe?) async throws -> Bool {
        defer { pipe?.close() }
        let answer: UpstreamAnswer
        do {
            answer = UpstreamAnswer(response: try await ask(reply.request, pipe), address: address)
        } catch {
            return try await fail(reply, pipe?.failure ?? error)
        }
        return try await pass(answer, reply)
    }

    private func ask(_ request: HTTPRequestHead, _ pipe: BodyPipe?) async throws -> HTTPClientResponse {
        let passed = UpstreamRequest.make(request, to: address, body: pipe)
        do {
            return try await client.execute(passed, deadline: .distantFuture)
        } catch let error as HTTPClientError
            where error == .remoteConnectionClosed && pipe == nil && [.GET, .HEAD].contains(request.method)
        {
            // A connection that was kept for later may be closed by the upstream just when it is used.
            return try await client.execute(passed, deadline: .distantFuture)
        }
    }

    private func pass(_ answer: UpstreamAnswer, _ reply: Reply) async throws -> Bool {
        var parts = reply.request.version.major == 0 ? [] : [ReplyPart.head(answer.head(for: reply))]
        if answer.hasBody(for: reply) {
            for try await bytes in answer.response.body {
                try await reply.outbound.write(contentsOf: parts + [.body(bytes)])
                parts = []
            }
        }
        try await reply.outbound.write(contentsOf: parts + [.end])
        return answer.keepsAlive(reply)
    }

    /// Says what nginx says when there is no answer.
    private func fail(_ reply: Reply, _ error: any Error) async throws -> Bool {
        switch error {
        case BodyError.tooLong: try await say(.bodyTooLarge, reply)
        case BodyError.malformed: try await say(.badRequest, reply)
        case is CancellationError, BodyError.cutOff: throw error
        case let error as HTTPClientError where Self.lateness.contains(error): try await say(.gatewayTimeout, reply)
        default: try await say(.badGateway, reply)
        }
    }

    private func say(_ status: Status, _ reply: Reply) async throws -> Bool {
        try await reply.send(ErrorPage(status))
        return !status.endsConnection
    }

    private static let lateness: [HTTPClientError] = [
        .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded, .tlsHandshakeTimeout,
        .getConnectionFromPoolTimeout,
    ]

    private static func configuration(_ limits: UpstreamLimits) -> HTTPClient.Configuration {
        let (connect, silence) = (TimeAmount(limits.connect), TimeAmount(limits.silence))
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: connect, read: silence, write: silence),
            connectionPool: .init(idleTimeout: .seconds(30)),
            ignoreUncleanSSLShutdown: true, decompression: .disabled)
        configuration.httpVersion = .http1Only
        // Whoever asks is told at once that nobody is there, and may ask again.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(limits.requests, 1)
        return configuration
    }
}
