import NIOCore
import NIOPosix
import Synchronization

/// A server that says nothing and writes down what it is sent, byte for byte.
final class RecordingUpstream: Sendable {
    private let channel: any Channel
    private let record: Record

    fileprivate final class Record: Sendable {
        let connections = Mutex<[(text: String, isOver: Bool)]>([])
    }

    init() async throws {
        let record = Record()
        self.record = record
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Recorder(record))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    deinit {
        channel.close(promise: nil)
    }

    var url: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)" }

    /// What came on each connection so far, and whether it is closed.
    var connections: [(text: String, isOver: Bool)] { record.connections.withLock { $0 } }

    /// Writes down one connection.
    private final class Recorder: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let record: Record
        private let index: Int

        init(_ record: Record) {
            self.record = record
            index = record.connections.withLock { connections in
                connections.append(("", false))
                return connections.count - 1
            }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let text = String(buffer: Self.unwrapInboundIn(data))
            record.connections.withLock { $0[index].text += text }
        }

        func channelInactive(context: ChannelHandlerContext) {
            record.connections.withLock { $0[index].isOver = true }
        }
    }
}
