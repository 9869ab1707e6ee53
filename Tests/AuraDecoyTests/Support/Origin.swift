import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A web server for a decoy to pass requests on to. The path says what it does.
final class Origin: Sendable {
    typealias Wire = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>
    typealias Outbound = NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>

    private let channel: any Channel
    let port: Int
    var url: String { "http://127.0.0.1:\(port)" }
    /// Bytes of bodies that the other side has taken, more or less.
    let sent: Counter
    /// Requests whose head has come.
    let asked: Counter

    final class Counter: Sendable {
        private let count = Atomic(0)
        var value: Int { count.load(ordering: .relaxed) }
        func add(_ number: Int) { count.wrappingAdd(number, ordering: .relaxed) }
    }

    init() async throws {
        let (sent, asked) = (Counter(), Counter())
        (self.sent, self.asked) = (sent, asked)
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    let wire = try Wire(wrappingChannelSynchronously: channel)
                    Task { try? await Self.serve(wire, sent, asked) }
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    deinit {
        channel.close(promise: nil)
    }

    private static func serve(_ wire: Wire, _ sent: Counter, _ asked: Counter) async throws {
        try await wire.executeThenClose { inbound, outbound in
            var parts = inbound.makeAsyncIterator()
            while case .head(let head)? = try await parts.next() {
                asked.add(1)
                if head.uri == "/early" { return try await early(outbound) }
                var sum = Checksum()
                loop: while let part = try await parts.next() {
                    switch part {
                    case .body(let bytes): sum.add(bytes.readableBytesView)
                    case .end: break loop
                    case .head: return
                    }
                }
                guard try await answer(head, sum, outbound, sent) else { return }
            }
        }
    }

    /// Answers one request; false if the connection ends with it.
    private static func answer(
        _ head: HTTPRequestHead, _ sum: Checksum, _ outbound: Outbound, _ sent: Counter
    ) async throws -> Bool {
        let path = head.uri.split(separator: "/").map(String.init)
        switch path.first ?? "" {
        case "sum": try await send(outbound, .ok, "\(sum)")
        case "head": try await send(outbound, .ok, text(of: head))
        case "fields": try await fields(outbound)
        case "nothing": try await send(outbound, .noContent, nil)
        case "same": try await send(outbound, .notModified, nil, [("ETag", "\"e\"")])
        case "away": try await send(outbound, .found, "", [("Location", path[1].removingDots + "/there?x=y")])
        case "stream": try await stream(outbound, Int(path[1]) ?? 0, isSized: false, head.method, sent)
        case "sized": try await stream(outbound, Int(path[1]) ?? 0, isSized: true, head.method, sent)
        case "silent": try await Task.sleep(for: .seconds(3600))
        case "cut":
            try await outbound.write(.head(response(.ok, [("Content-Length", "1000")])))
            try await outbound.write(.body(.byteBuffer(ByteBuffer(string: "abc"))))
            return false
        case "hangup": return false
        default: try await send(outbound, .notFound, "no such thing")
        }
        return true
    }

    private static func early(_ outbound: Outbound) async throws {
        try await send(outbound, .forbidden, "no", [("Connection", "close")])
    }

    private static func fields(_ outbound: Outbound) async throws {
        try await send(
            outbound, .custom(code: 299, reasonPhrase: "Quite Fine"), "body",
            [
                ("X-First", "1"), ("Set-Cookie", "a=b"), ("Content-Type", "text/odd"), ("Server", "Secret/1.0"),
                ("X-hOp", "x"), ("Connection", "X-hOp, keep-alive"), ("Keep-Alive", "timeout=5"), ("Set-Cookie", "c=d"),
                ("Last-Modified", "Tue, 14 Nov 2023 22:13:20 GMT"), ("Date", "Tue, 14 Nov 2023 22:13:20 GMT"),
                ("x-lOWER", "ä"), ("Upgrade", "h2c"), ("Trailer", "T"),
            ])
    }

    private static func stream(
        _ outbound: Outbound, _ count: Int, isSized: Bool, _ method: HTTPMethod, _ sent: Counter
    ) async throws {
        try await outbound.write(.head(response(.ok, isSized ? [("Content-Length", "\(count)")] : [])))
        var done = method == .HEAD ? count : 0
        while done < count {
            let piece = Pattern.bytes(min(100_000, count - done), from: done)
            try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: piece))))
            done += piece.count
            sent.add(piece.count)
        }
        try await outbound.write(.end(nil))
    }

    private static func send(
        _ outbound: Outbound, _ status: HTTPResponseStatus, _ body: String?, _ fields: [(String, String)] = []
    ) async throws {
        let length = body.map { [("Content-Length", "\($0.utf8.count)")] } ?? []
        try await outbound.write(.head(response(status, fields + length)))
        if let body { try await outbound.write(.body(.byteBuffer(ByteBuffer(string: body)))) }
        try await outbound.write(.end(nil))
    }

    private static func response(_ status: HTTPResponseStatus, _ fields: [(String, String)]) -> HTTPResponseHead {
        HTTPResponseHead(version: .http1_1, status: status, headers: HTTPHeaders(fields))
    }

    private static func text(of head: HTTPRequestHead) -> String {
        let fields = head.headers.map { "\($0.name): \($0.value)\n" }.joined()
        return "\(head.method.rawValue) \(head.uri)\n\(fields)"
    }
}

extension String {
    /// An address that was written into a path: `!` stands for a slash.
    fileprivate var removingDots: String { replacing("!", with: "/") }
}
