import AuraDecoy
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization
import Testing

@Suite("The end of a connection", .timeLimit(.minutes(1)))
struct ClosingTests {
    private static let request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    private let clock = ContinuousClock()

    /// Waits until the server has no connection any more; gives how long that took.
    private func closing(of server: LoopbackServer) async throws -> Duration {
        let start = clock.now
        while server.open > 0 { try await Task.sleep(for: .milliseconds(5)) }
        return clock.now - start
    }

    @Test("The end of TCP comes with the end of TLS, and the connection ends with the visitor's")
    func tls() async throws {
        let server = try await LoopbackServer(Decoy(.builtIn(seed: 1)), tls: TLSFixture.server())
        let (watch, client) = (Watch(), try TLSFixture.client())
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let tls = try NIOSSLClientHandler(context: client, serverHostname: nil)
                    try channel.pipeline.syncOperations.addHandlers([Ends(watch, .tcp), tls, Ends(watch, .tls)])
                }
            }
            .connect(host: "127.0.0.1", port: server.port).get()
        try await channel.writeAndFlush(ByteBuffer(string: Self.request))
        while watch.times[.tcp] == nil { try await Task.sleep(for: .milliseconds(1)) }
        let (goodbye, end) = (try #require(watch.times[.tls]), try #require(watch.times[.tcp]))
        #expect(end - goodbye < .milliseconds(300))
        #expect(server.open == 1)
        channel.close(promise: nil)
        #expect(try await closing(of: server) < .seconds(3))
    }

    @Test("A visitor who ended his side first is not waited for", arguments: LoopbackServer.Mode.allCases)
    func halfClosed(mode: LoopbackServer.Mode) async throws {
        guard mode != .http2 else { return }
        let server = try await LoopbackServer(Decoy(.builtIn(seed: 1)), mode)
        try await Visitor.connect(server.port).executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: Self.request))
            outbound.finish()
            var count = 0
            for try await part in inbound { count += part.readableBytes }
            #expect(count > 100)
            let time = try await closing(of: server)
            #expect(time < .seconds(3))
        }
    }

    @Test("Whoever does not end his side, and goes on sending, is waited for 5 s", arguments: [false, true])
    func linger(sends: Bool) async throws {
        let server = try await LoopbackServer(Decoy(.builtIn(seed: 1)))
        try await Visitor.connect(server.port).executeThenClose { inbound, outbound in
            // Requests behind the last one are not answered, and do not stop what comes after them from being read.
            try await outbound.write(ByteBuffer(string: Self.request + (sends ? Self.request + Self.request : "")))
            var all: [UInt8] = []
            for try await part in inbound { all += part.readableBytesView }
            #expect(WebAnswer.all(in: all).count == 1)
            let time = try await closing(of: server)
            #expect(time > .seconds(4) && time < .seconds(8))
        }
    }
}

/// When what ended, as a visitor sees it.
private final class Watch: Sendable {
    enum Layer { case tcp, tls }

    private let state = Mutex<[Layer: ContinuousClock.Instant]>([:])

    var times: [Layer: ContinuousClock.Instant] { state.withLock { $0 } }

    func note(_ layer: Layer) {
        state.withLock { $0[layer] = $0[layer] ?? ContinuousClock.now }
    }
}

/// Notes the end of what comes.
private final class Ends: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let watch: Watch
    private let layer: Watch.Layer

    init(_ watch: Watch, _ layer: Watch.Layer) {
        self.watch = watch
        self.layer = layer
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed { watch.note(layer) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        watch.note(layer)
        context.fireChannelInactive()
    }
}
