import AuraTransport
import AuraWire
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A web server on loopback that answers every request with the same bytes, over TLS or in the clear.
final class ScriptedWebServer: Sendable {
    /// A certificate for `download.test`, and its key. They protect nothing.
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBoTCCAUegAwIBAgIUfX6LYnGGaUUTQ4kRcQpKLPCBt2cwCgYIKoZIzj0EAwIw
        GDEWMBQGA1UEAwwNZG93bmxvYWQudGVzdDAgFw0yNjExMjQxNTM3NTdaGA8yMTI2
        MTAzMTE1Mzc1N1owGDEWMBQGA1UEAwwNZG93bmxvYWQudGVzdDBZMBMGByqGSM49
        AgEGCCqGSM49AwEHA0IABKO0vgL9u2gD7jFNyed92T74unVL5bE/9PaSLu8p1rpr
        D5dD/0txIkL0UtRWmN9qxR6SiTCLLAPClOvIH631NJqjbTBrMB0GA1UdDgQWBBRB
        rc33YjQPHaWR+FTIzdcyVOBC4DAfBgNVHSMEGDAWgBRBrc33YjQPHaWR+FTIzdcy
        VOBC4DAPBgNVHRMBAf8EBTADAQH/MBgGA1UdEQQRMA+CDWRvd25sb2FkLnRlc3Qw
        CgYIKoZIzj0EAwIDSAAwRQIgKNlaqp2J4uYqzev6jrx8DbPZrQIxV0yCNEJzhNHq
        D4ECIQC5oiYSBSNXHyJmYhlwmX6oYJCpXekT05QGKv5zXvcxpQ==
        -----END CERTIFICATE-----

        """
    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQggKMGIlZTqynmmXjB
        6KELUeCBLhUH0wBJHn+AOXvtWOShRANCAASjtL4C/btoA+4xTcnnfdk++Lp1S+Wx
        P/T2ki7vKda6aw+XQ/9LcSJC9FLUVpjfasUekokwiywDwpTryB+t9TSa
        -----END PRIVATE KEY-----

        """

    /// What it answers with.
    enum Script: Sendable {
        /// These bytes, and the end of the connection.
        case answer(String)
        /// Nothing at all.
        case silence
    }

    let port: UInt16
    private let channel: any Channel
    private let log: RequestLog

    init(_ script: Script, usesTLS: Bool = true) throws {
        let context = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: NIOSSLCertificate.fromPEMBytes(Array(Self.certificate.utf8)).map { .certificate($0) },
                privateKey: .privateKey(NIOSSLPrivateKey(bytes: Array(Self.key.utf8), format: .pem))))
        let log = RequestLog()
        self.log = log
        channel = try ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if usesTLS { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
                    try pipeline.addHandler(ScriptedAnswer(script, log))
                }
            }
            .bind(host: "127.0.0.1", port: 0).wait()
        port = UInt16(channel.localAddress?.port ?? 0)
    }

    /// The requests so far.
    var asked: [String] { log.all }

    deinit {
        channel.close(promise: nil)
    }

    /// A download from here that trusts the certificate.
    func download(_ target: String = "/bridges.toml", host: String = "download.test") -> HTTPSDownload {
        var download = HTTPSDownload(host: host, port: port, target: target) { _ throws(ResolveError) in
            [IPAddress.v4(IPv4Address(bits: 0x7f00_0001))]
        }
        download.roots = Self.certificate
        download.timeout = .seconds(10)
        return download
    }
}

/// What was asked of a server.
final class RequestLog: Sendable {
    private let requests = Mutex<[String]>([])

    var all: [String] { requests.withLock { $0 } }

    func note(_ request: String) { requests.withLock { $0.append(request) } }
}

private final class ScriptedAnswer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let script: ScriptedWebServer.Script
    private let log: RequestLog
    private var request = ""

    init(_ script: ScriptedWebServer.Script, _ log: RequestLog) {
        (self.script, self.log) = (script, log)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        request += String(buffer: unwrapInboundIn(data))
        guard request.contains("\r\n\r\n"), case .answer(let text) = script else { return }
        log.note(request)
        request = ""
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text))).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }
}
