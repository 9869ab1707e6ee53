import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOPosix

/// One connection of HTTP/2 on which many things are asked for at once.
struct HTTP2Visitor: Sendable {
    private typealias Stream = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>
    private let channel: any Channel
    private let multiplexer: NIOHTTP2Handler.AsyncStreamMultiplexer<Void>

    init(_ port: Int) async throws {
        (channel, multiplexer) = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.configureAsyncHTTP2Pipeline(mode: .client) { stream in
                    stream.eventLoop.makeSucceededVoidFuture()
                }.map { (channel, $0) }
            }
    }

    func close() async throws {
        try await channel.close()
    }

    /// The status and body of one answer.
    func get(_ target: String) async throws -> (status: Int, body: [UInt8]) {
        let stream = try await multiplexer.openStream { stream in
            stream.eventLoop.makeCompletedFuture {
                let codec = HTTP2FramePayloadToHTTP1ClientCodec(httpProtocol: .https)
                try stream.pipeline.syncOperations.addHandler(codec)
                return try Stream(wrappingChannelSynchronously: stream)
            }
        }
        return try await stream.executeThenClose { inbound, outbound in
            let headers = HTTPHeaders([("Host", "test.example")])
            try await outbound.write(
                .head(HTTPRequestHead(version: .http2, method: .GET, uri: target, headers: headers)))
            try await outbound.write(.end(nil))
            var answer = (status: 0, body: [UInt8]())
            for try await part in inbound {
                switch part {
                case .head(let head): answer.status = Int(head.status.code)
                case .body(let bytes): answer.body += bytes.readableBytesView
                case .end: return answer
                }
            }
            return (0, [])
        }
    }
}
