import AuraCrypto
import AuraTransport
import AuraWire
import Crypto
import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Testing

@Suite("Connecting over tcp", .timeLimit(.minutes(1)))
struct TCPConnectTests {
    /// Why an attempt failed, in words.
    private func failure(
        _ address: AuraWire.SocketAddress, key: OuterKey = .random(),
        _ change: (inout TCPClientConfiguration) -> Void = { _ in }
    ) async throws -> String {
        var configuration = TCPClientConfiguration(serverName: "aura-test.invalid", host: "localhost")
        change(&configuration)
        let error = await #expect(throws: TransportError.self) {
            try await TCPLink.connect(to: address, configuration: configuration, key: key, logger: Fixtures.logger)
        }
        guard case .notConnected(.tcp, address, let why)? = error else {
            return "another error: \(String(describing: error))"
        }
        return why
    }

    @Test("Pins: one of them must fit, and none means any")
    func pins() async throws {
        let host = try TCPHost()
        defer { host.stop() }
        let peer = try await TLSPeer(host.address)
        peer.close()
        let right = Array(SHA256.hash(data: peer.certificate))
        let wrong = [UInt8](repeating: 7, count: 32)
        for pins in [[], [right], [wrong, right]] {
            try await host.connect { $0.pins = pins }.close(.local("done"))
        }
        let why = try await failure(host.address, key: host.key) { $0.pins = [wrong] }
        #expect(why.contains("pinned"))
    }

    @Test("The wrong outer key meets a website, and is told so")
    func wrongKey() async throws {
        let host = try TCPHost()
        defer { host.stop() }
        #expect(try await failure(host.address).contains("answers like a website (200)"))
        #expect(host.listener.admissions.strangers == 1 && host.listener.admissions.accepted == 0)
        try await host.connect { $0.serverName = "aura-test.invalid" }.close(.local("done"))
    }

    @Test("A closed port is refused by the system")
    func refused() async throws {
        let host = try TCPHost()
        host.stop()
        #expect(try await failure(host.address).contains("refused"))
    }

    @Test("A server that says nothing is given up in time")
    func silent() async throws {
        let server = try await PlainServer { _ in }
        let start = ContinuousClock.now
        #expect(try await failure(server.address) { $0.timeout = .milliseconds(300) }.contains("no answer within"))
        #expect(ContinuousClock.now - start < .seconds(5))
        try await server.stop()
    }

    @Test("A server that does not speak TLS is said to")
    func notTLS() async throws {
        let server = try await PlainServer { try await $0.writeAndFlush(ByteBuffer(string: "SSH-2.0-none\r\n")) }
        #expect(try await failure(server.address).contains("no TLS 1.3"))
        try await server.stop()
    }

    @Test("A server that ends the connection is said to")
    func ends() async throws {
        let server = try await PlainServer { try await $0.close() }
        let why = try await failure(server.address)
        #expect(why.contains("ended the connection") || why.contains("no TLS 1.3"), "\(why)")
        try await server.stop()
    }

    /// What a TLS server may say that is not Aura's.
    enum Answer: String, CaseIterable {
        case notFound, foreignSwitch, otherProtocol, mail, endless

        private static let endlessField = "X: " + String(repeating: "x", count: 70_000)

        var text: String {
            let switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
            return switch self {
            case .notFound: "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
            case .foreignSwitch:
                switching + "Upgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
            case .otherProtocol: switching + "Upgrade: other\r\n\r\n"
            case .mail: "220 mail.invalid ESMTP\r\n"
            case .endless: "HTTP/1.1 200 OK\r\n" + Self.endlessField + "\r\n\r\n"
            }
        }

        var words: String {
            switch self {
            case .notFound: "like a website (404)"
            case .foreignSwitch, .otherProtocol: "answers 101, but not to what was asked"
            case .mail, .endless: "not HTTP"
            }
        }
    }

    @Test("A TLS server that answers something else is said to", arguments: Answer.allCases)
    func otherAnswers(answer: Answer) async throws {
        let server = try await PlainServer(isTLS: true) { try await $0.writeAndFlush(ByteBuffer(string: answer.text)) }
        let why = try await failure(server.address)
        #expect(why.contains(answer.words), "\(why)")
        try await server.stop()
    }

    @Test("An attempt can be cancelled")
    func cancelled() async throws {
        let server = try await PlainServer { _ in }
        let address = server.address
        let attempt = Task { try await failure(address) { $0.timeout = .seconds(50) } }
        await server.accepted()
        attempt.cancel()
        #expect(try await attempt.value.contains("cancelled"))
        try await server.stop()
    }

    @Test("A name that TLS cannot ask for is a fault of the configuration")
    func badName() async throws {
        let host = try TCPHost()
        defer { host.stop() }
        let error = await #expect(throws: TransportError.self) {
            try await host.connect { $0.serverName = "127.0.0.1" }
        }
        guard case .configuration(let text)? = error else {
            Issue.record("got \(String(describing: error))")
            return
        }
        #expect(text.contains("127.0.0.1"))
    }

    @Test("A host that HTTP cannot name is one as well", arguments: ["", "a b", "a\r\nb: c", "ä.invalid"])
    func badHost(name: String) async throws {
        let host = try TCPHost()
        defer { host.stop() }
        let error = await #expect(throws: TransportError.self) { try await host.connect { $0.host = name } }
        guard case .configuration? = error else {
            Issue.record("got \(String(describing: error))")
            return
        }
        for good in ["a-b.invalid", "[::1]:8443", "127.0.0.1:8443"] {
            try await host.connect { $0.host = good }.close(.local("done"))
        }
    }

    #if os(Linux)
        @Test("Packets are marked where that is permitted, and nothing is sent where not")
        func mark() async throws {
            let host = try TCPHost()
            defer { host.stop() }
            if geteuid() == 0 {
                try await host.connect { $0.mark = 0x77 }.close(.local("done"))
            } else {
                let error = await #expect(throws: TransportError.self) { try await host.connect { $0.mark = 0x77 } }
                guard case .notPermitted? = error else {
                    Issue.record("got \(String(describing: error))")
                    return
                }
            }
        }
    #endif
}

/// A server that does one thing with each connection, in the clear or inside TLS.
private struct PlainServer {
    let channel: any Channel
    private let arrivals: AsyncStream<Void>

    init(isTLS: Bool = false, _ act: @escaping @Sendable (any Channel) async throws -> Void) async throws {
        let (stream, arrivals) = AsyncStream<Void>.makeStream()
        self.arrivals = stream
        let certificate = try NIOSSLCertificate.fromPEMBytes(Array(TCPIdentityFixture.certificate.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(TCPIdentityFixture.key.utf8), format: .pem)
        let context = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: certificate.map { .certificate($0) }, privateKey: .privateKey(key)))
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if isTLS { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context)) }
                    arrivals.yield()
                    Task { try await act(channel) }
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    var address: AuraWire.SocketAddress {
        Fixtures.loopback4.with(port: UInt16(channel.localAddress?.port ?? 0))
    }

    func accepted() async {
        for await _ in arrivals { return }
    }

    func stop() async throws {
        try await channel.close()
    }
}
