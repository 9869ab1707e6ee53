import NIOCore
import NIOPosix

/// Somebody who connects, sends bytes and reads what comes back.
enum Visitor {
    typealias Wire = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    static func connect(_ port: Int, host: String = "127.0.0.1") async throws -> Wire {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try Wire(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
    }

    /// Sends bytes, says that nothing follows if `ends`, and gives all that comes until the other side closes.
    static func send(_ bytes: [UInt8], to port: Int, ends: Bool = true) async throws -> [UInt8] {
        try await connect(port).executeThenClose { inbound, outbound in
            try? await outbound.write(ByteBuffer(bytes: bytes))
            if ends { outbound.finish() }
            var all: [UInt8] = []
            do {
                for try await part in inbound { all += part.readableBytesView }
            } catch is IOError {
                // Reset after the answer: what came before counts.
            }
            return all
        }
    }

    /// The answers to requests that are given as text.
    static func ask(_ text: String, _ port: Int, ends: Bool = true) async throws -> [WebAnswer] {
        WebAnswer.all(in: try await send(Array(text.utf8), to: port, ends: ends), headOnly: text.hasPrefix("HEAD "))
    }

    /// The answer to one request of HTTP/1.1 with these fields.
    static func get(
        _ target: String, _ port: Int, method: String = "GET", _ fields: String...
    ) async throws -> WebAnswer {
        let lines = ["\(method) \(target) HTTP/1.1", "Host: test.example"] + fields + ["Connection: close", "", ""]
        let answers = try await ask(lines.joined(separator: "\r\n"), port, ends: false)
        guard let answer = answers.first, answers.count == 1 else { throw VisitorError(answers: answers) }
        return answer
    }
}

/// Not exactly one answer came.
struct VisitorError: Error {
    let answers: [WebAnswer]
}
