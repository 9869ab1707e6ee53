import AuraDecoy
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@Suite("The decoy in a pipeline")
struct PipelineTests {
    private static let request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

    private func channel(_ prepare: @escaping @Sendable (any Channel) throws -> Void) async throws
        -> NIOAsyncTestingChannel
    {
        let channel = NIOAsyncTestingChannel()
        try await channel.testingEventLoop.executeInContext { try prepare(channel) }
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 8443)).get()
        return channel
    }

    /// All that is written until the channel closes.
    private func everything(from channel: NIOAsyncTestingChannel) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while channel.isActive {
            guard let part = try? await channel.waitForOutboundWrite(as: ByteBuffer.self) else { break }
            bytes += part.readableBytesView
        }
        while let part = try await channel.readOutbound(as: ByteBuffer.self) { bytes += part.readableBytesView }
        return bytes
    }

    @Test("Bytes that come one at a time are understood as those that come together")
    func dripping() async throws {
        let decoy = try Decoy(.builtIn(seed: 5))
        let body = "POST /missing HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
        let bytes = Array((body + "\r\nHEAD / HTTP/1.1\nHost: a\n\n" + Self.request).utf8)
        var texts: [String] = []
        for size in [1, 2, 7, bytes.count] {
            let channel = try await channel { try decoy.addHTTP1Handlers(to: $0) }
            for start in stride(from: 0, to: bytes.count, by: size) {
                try await channel.writeInbound(ByteBuffer(bytes: bytes[start..<min(start + size, bytes.count)]))
            }
            let text = String(decoding: try await everything(from: channel), as: UTF8.self)
            texts.append(text.split(separator: "\r\n").filter { !$0.hasPrefix("Date: ") }.joined(separator: "\n"))
        }
        #expect(texts[0].contains("404 Not Found") && texts[0].hasSuffix("</html>\n"))
        #expect(Set(texts).count == 1)
    }

    @Test("Behind NIO's codec the answers are the same")
    func codec() async throws {
        let decoy = try Decoy(.builtIn(seed: 5))
        let own = try await LoopbackServer(decoy, .own)
        let nio = try await LoopbackServer(decoy, .nio)
        for target in ["/", "/missing", "/about.html"] {
            let (first, second) = (try await Visitor.get(target, own.port), try await Visitor.get(target, nio.port))
            #expect(first.statusLine == second.statusLine)
            #expect(first.names == second.names)
            #expect(first.body == second.body)
        }
    }

    @Test(
        "What NIO's decoder does not take gets nginx's page, after the answers before it",
        arguments: [
            "nonsense\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nbad line\r\n\r\n", "\u{0}\u{1}\r\n",
            "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        ])
    func codecErrors(bytes: String) async throws {
        let server = try await LoopbackServer(Decoy(.builtIn(seed: 5)), .nio)
        let first = "GET /missing HTTP/1.1\r\nHost: a\r\n\r\n"
        let answers = try await Visitor.ask(first + bytes, server.port, ends: false)
        #expect(answers.map(\.status) == [404, 400])
        #expect(answers.last?.text == NginxPage.html("400 Bad Request"))
        #expect(answers.last?["Connection"] == "close")
    }

    @Test("Too large a head is refused behind NIO's codec as well")
    func codecLimits() async throws {
        let server = try await LoopbackServer(Decoy(.builtIn(seed: 5)), .nio)
        let target = "/" + String(repeating: "a", count: 8192)
        let long = try await Visitor.ask("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n", server.port)
        #expect(long.map(\.status) == [414])
        let field = "X: " + String(repeating: "a", count: 90 * 1024)
        let large = try await Visitor.ask("GET / HTTP/1.1\r\nHost: a\r\n\(field)\r\n\r\n", server.port, ends: false)
        #expect(large.map(\.status) == [400])
    }

    @Test("Plain HTTP where TLS was expected is told so, and other bytes are refused")
    func plain() async throws {
        let server = try await LoopbackServer(Decoy(.builtIn(seed: 5)), .plain)
        let answers = try await Visitor.ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n", server.port, ends: false)
        let remark = "The plain HTTP request was sent to HTTPS port"
        #expect(answers.map(\.statusLine) == ["HTTP/1.1 400 Bad Request"])
        #expect(answers.first?.text == NginxPage.html("400 \(remark)", heading: "400 Bad Request", remark: remark))
        let other = try await Visitor.ask("nonsense", server.port, ends: false)
        #expect(other.first?.text == NginxPage.html("400 Bad Request"))
    }

    @Test("A connection on which nothing moves is closed after 65 s, and not before")
    func idle() async throws {
        let decoy = try Decoy(.builtIn(seed: 5))
        let channel = try await channel { try decoy.addHTTP1Handlers(to: $0) }
        await channel.testingEventLoop.advanceTime(by: .seconds(64))
        #expect(channel.isActive)
        await channel.testingEventLoop.advanceTime(by: .seconds(1))
        try await channel.closeFuture.get()
    }

    @Test("A head that comes drop by drop has 60 s, and the next request has them again")
    func slowHead() async throws {
        let decoy = try Decoy(.builtIn(seed: 5))
        let channel = try await channel { try decoy.addHTTP1Handlers(to: $0) }
        for _ in 0..<2 {
            for byte in Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8) {
                try await channel.writeInbound(ByteBuffer(bytes: [byte]))
                await channel.testingEventLoop.advanceTime(by: .seconds(2))
            }
            // The answer has come when the head and the body have.
            _ = try await channel.waitForOutboundWrite(as: ByteBuffer.self)
            _ = try await channel.waitForOutboundWrite(as: ByteBuffer.self)
        }
        #expect(channel.isActive)
        try await channel.writeInbound(ByteBuffer(string: "GET / HTTP/1.1\r\n"))
        await channel.testingEventLoop.advanceTime(by: .seconds(59))
        #expect(channel.isActive)
        try await channel.writeInbound(ByteBuffer(string: "Host: a"))
        await channel.testingEventLoop.advanceTime(by: .seconds(1))
        try await channel.closeFuture.get()
    }

    @Test("Empty lines before a request use up its time, and not its length")
    func emptyLines() async throws {
        let decoy = try Decoy(.builtIn(seed: 5))
        let channel = try await channel { try decoy.addHTTP1Handlers(to: $0) }
        for _ in 0..<3 {
            try await channel.writeInbound(ByteBuffer(string: String(repeating: "\r\n", count: 20_000)))
            #expect(channel.isActive)
            await channel.testingEventLoop.advanceTime(by: .seconds(20))
        }
        try await channel.closeFuture.get()
        let other = try await self.channel { try decoy.addHTTP1Handlers(to: $0) }
        try await other.writeInbound(ByteBuffer(string: String(repeating: "\r\n", count: 20_000) + Self.request))
        #expect(String(decoding: try await everything(from: other), as: UTF8.self).hasPrefix("HTTP/1.1 200 OK"))
    }

    @Test("A visitor who does not read gets no more than fits, and the rest when he does")
    func backPressure() async throws {
        let site = try TemporarySite()
        try site.add("large.bin", .init(repeating: 7, count: 8 << 20))
        let decoy = try Decoy(.site(directory: site.path))
        let channel = try await channel { try decoy.addHTTP1Handlers(to: $0) }
        try await channel.testingEventLoop.executeInContext { channel.isWritable = false }
        channel.pipeline.fireChannelWritabilityChanged()
        try await channel.writeInbound(ByteBuffer(string: "GET /large.bin HTTP/1.0\r\n\r\n"))
        let early = try await channel.readOutbound(as: ByteBuffer.self)
        #expect(early == nil)
        try await channel.testingEventLoop.executeInContext { channel.isWritable = true }
        channel.pipeline.fireChannelWritabilityChanged()
        let bytes = try await everything(from: channel)
        #expect(bytes.count { $0 == 7 } == 8 << 20)
    }
}
