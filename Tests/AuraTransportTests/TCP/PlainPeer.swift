import AuraTransport
import AuraWire
import NIOCore
import NIOPosix
import Testing

/// A bare TCP client.
struct PlainPeer {
    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    let channel: any Channel
    private var bytes: AsyncStream<[UInt8]>.AsyncIterator

    /// Connects, from `source` if there is one.
    init(_ address: AuraWire.SocketAddress, from source: String? = nil) async throws {
        let (stream, bytes) = AsyncStream<[UInt8]>.makeStream()
        self.bytes = stream.makeAsyncIterator()
        var bootstrap = ClientBootstrap(group: Self.group).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(PlainHandler(bytes))
            }
        }
        if let source { bootstrap = bootstrap.bind(to: try NIOCore.SocketAddress(ipAddress: source, port: 0)) }
        channel = try await bootstrap.connect(host: "\(address.ip)", port: Int(address.port)).get()
    }

    func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
    }

    /// Everything up to the end of the connection.
    mutating func rest() async -> [UInt8] {
        var all: [UInt8] = []
        while let more = await bytes.next(isolation: #isolation) { all += more }
        return all
    }

    /// Waits for so many bytes; they must come with nothing behind them.
    mutating func receive(_ count: Int) async throws -> [UInt8] {
        var all: [UInt8] = []
        while all.count < count { all += try #require(await bytes.next(isolation: #isolation)) }
        return all
    }

    /// True while the server has not closed the connection.
    var isOpen: Bool { channel.isActive }

    func close() {
        channel.close(promise: nil)
    }
}

private final class PlainHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let bytes: AsyncStream<[UInt8]>.Continuation

    init(_ bytes: AsyncStream<[UInt8]>.Continuation) {
        self.bytes = bytes
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytes.yield(Array(Self.unwrapInboundIn(data).readableBytesView))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        bytes.finish()
    }
}
