import AuraDecoy
import NIOCore
import Testing

@Suite("Another web server behind the decoy", .serialized)
struct UpstreamTests {
    private let origin: Origin
    private let server: LoopbackServer
    private let decoy: Decoy
    private var port: Int { server.port }

    init() async throws {
        origin = try await Origin()
        decoy = try Decoy(.upstream(origin.url))
        server = try await LoopbackServer(decoy)
    }

    @Test("Status, fields and body come through; what is between neighbours does not")
    func fields() async throws {
        let answer = try await Visitor.get("/fields", port)
        #expect(answer.statusLine.hasPrefix("HTTP/1.1 299"))
        #expect(answer.text == "body")
        #expect(
            answer.names == [
                "Server", "Date", "Content-Type", "Content-Length", "Connection", "X-First", "Set-Cookie", "Set-Cookie",
                "Last-Modified", "x-lOWER",
            ])
        #expect(answer["Server"] == "nginx")
        #expect(answer["Date"] != "Tue, 14 Nov 2023 22:13:20 GMT")
        #expect(answer.fields.filter { $0.name == "Set-Cookie" }.map(\.value) == ["a=b", "c=d"])
        #expect(answer["X-Lower"] == "ä")
    }

    @Test("The upstream is asked by its own name, is not told for whom, and sees the target as it was")
    func request() async throws {
        let target = "/head/%2e%2e%41?q=%20&x#f"
        let answer = try await Visitor.get(
            target, port, "X-One: 1", "Accept-Encoding: gzip", "Keep-Alive: 5", "TE: trailers", "X-Hop: x",
            "Connection: x-hop", "Upgrade: websocket", "Proxy-Authorization: secret", "Cookie: a=b", "Cookie: c=d")
        let lines = answer.text.split(separator: "\n").map(String.init)
        #expect(lines.first == "GET /head/%2e%2e%41?q=%20&x")
        #expect(
            Set(lines.dropFirst()) == [
                "X-One: 1", "Accept-Encoding: gzip", "Host: 127.0.0.1:\(origin.port)", "Cookie: a=b; c=d",
            ])
    }

    @Test(
        "Bodies of up to 50 MB come through unchanged, in both directions",
        arguments: [(LoopbackServer.Mode.own, 50_000_000), (.nio, 5_000_000)])
    func largeBodies(mode: LoopbackServer.Mode, size: Int) async throws {
        let server = try await LoopbackServer(decoy, mode)
        let body = Pattern.bytes(size)
        let sum = "\(Checksum.of(body))"
        for kind in ["sized", "stream"] {
            let answer = try await Visitor.get("/\(kind)/\(size)", server.port)
            #expect("\(Checksum.of(answer.body))" == sum)
            #expect(answer["Content-Length"] == (kind == "sized" ? "\(size)" : nil))
        }
        let head = "POST /sum HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\nConnection: close\r\n\r\n"
        let answers = WebAnswer.all(in: try await Visitor.send(Array(head.utf8) + body, to: server.port, ends: false))
        #expect(answers.map(\.text) == [sum])
    }

    @Test("A body in chunks comes through, and the connection goes on")
    func chunked() async throws {
        let post =
            "POST /sum HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3\r\n, w\r\n0\r\n\r\n"
        let put = "PUT /sum HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
        let answers = try await Visitor.ask(
            post + put + "GET /stream/7 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", port, ends: false)
        #expect(answers.map(\.status) == [200, 200, 200])
        #expect(answers.prefix(2).map(\.text) == ["\(Checksum.of("hello, w".utf8))", "\(Checksum.of("abc".utf8))"])
        #expect(answers.last?.body == Pattern.bytes(7))
    }

    @Test("Answers without a body stay so")
    func bodiless() async throws {
        let requests = ["GET /nothing", "GET /same"].map { "\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }
        let last = "GET /sum HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        let answers = try await Visitor.ask(requests.joined() + last, port, ends: false)
        #expect(answers.map(\.status) == [204, 304, 200])
        #expect(answers.allSatisfy { $0["Transfer-Encoding"] == nil })
        #expect(answers.dropFirst().first?["ETag"] == "\"e\"")
    }

    @Test("HEAD is passed on and gets no body", arguments: ["/sized/1000", "/stream/1000", "/sum"])
    func head(target: String) async throws {
        let request = "HEAD \(target) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        let bytes = try await Visitor.send(Array(request.utf8), to: port, ends: false)
        #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(bytes.suffix(4) == Array("\r\n\r\n".utf8))
        if target == "/sized/1000" {
            #expect(WebAnswer.all(in: bytes, headOnly: true).first?["Content-Length"] == "1000")
        }
    }

    @Test("Those who do not know chunks get a body that ends with the connection")
    func old() async throws {
        let request = "GET /stream/1000 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
        let answers = try await Visitor.ask(request, port, ends: false)
        #expect(answers.map(\.body) == [Pattern.bytes(1000)])
        #expect(answers.first?["Connection"] == "close")
        #expect(answers.first?["Transfer-Encoding"] == nil)
    }

    @Test("A redirection to the upstream becomes one to this server, and others stay")
    func redirects() async throws {
        let own = try await Visitor.get("/away/http:!!127.0.0.1:\(origin.port)", port)
        #expect(own["Location"] == "https://test.example/there?x=y")
        let longer = try await Visitor.get("/away/http:!!127.0.0.1:\(origin.port)0", port)
        #expect(longer["Location"] == "http://127.0.0.1:\(origin.port)0/there?x=y")
        let other = try await Visitor.get("/away/https:!!elsewhere.example", port)
        #expect(other["Location"] == "https://elsewhere.example/there?x=y")
    }

    @Test("An upstream that is not there, or hangs up, gets 502, and the connection goes on")
    func down() async throws {
        let lost = try await LoopbackServer(Decoy(.upstream("http://127.0.0.1:1")))
        let request = "GET /hangup HTTP/1.1\r\nHost: a\r\n"
        for port in [lost.port, port] {
            let answers = try await Visitor.ask(
                request + "\r\n" + request + "Connection: close\r\n\r\n", port, ends: false)
            #expect(answers.map(\.statusLine) == ["HTTP/1.1 502 Bad Gateway", "HTTP/1.1 502 Bad Gateway"])
            #expect(answers.first?.text == NginxPage.html("502 Bad Gateway"))
            #expect(answers.first?["Connection"] == "keep-alive")
        }
    }

    @Test("An upstream that says nothing gets 504, with and without a body to take")
    func silent() async throws {
        let get = "GET /silent HTTP/1.1\r\nHost: a\r\n\r\n"
        let post = "POST /silent HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc"
        let limits = UpstreamLimits(silence: .milliseconds(200))
        let server = try await LoopbackServer(Decoy(.upstream(origin.url, limits: limits)))
        let answers = try await Visitor.ask(get + post, server.port, ends: false)
        #expect(answers.map(\.statusLine) == Array(repeating: "HTTP/1.1 504 Gateway Time-out", count: 2))
        #expect(answers.first?.text == NginxPage.html("504 Gateway Time-out"))
    }

    @Test("An answer that breaks off breaks off here as well")
    func cut() async throws {
        let answers = try await Visitor.ask("GET /cut HTTP/1.1\r\nHost: a\r\n\r\n", port, ends: false)
        #expect(answers.map(\.status) == [200])
        #expect(answers.first?["Content-Length"] == "1000")
        #expect(answers.first?.text == "abc")
    }

    @Test("An answer that comes before the body is taken comes through")
    func early() async throws {
        let head = "POST /early HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\nConnection: close\r\n\r\n"
        let bytes = try await Visitor.send(Array(head.utf8) + Pattern.bytes(10_000_000), to: port, ends: false)
        let answers = WebAnswer.all(in: bytes)
        #expect(answers.first?.status == 403 || answers.first?.status == 502)
    }

    @Test("A body that breaks the rules on its way is refused")
    func brokenBody() async throws {
        let head = "POST /sum HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        let answers = try await Visitor.ask(head + "5\r\nhello\r\nzz\r\n", port, ends: false)
        #expect(answers.map(\.status) == [400])
        #expect(try await Visitor.send(Array((head + "5\r\nhel").utf8), to: port).isEmpty)
    }

    @Test("A body of 64 MiB is passed on, and one byte more is refused")
    func bodyLimit() async throws {
        let limit = 64 * 1024 * 1024
        let request = "POST /sum HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: "
        let body = [UInt8](repeating: 7, count: limit)
        let taken = try await Visitor.send(Array((request + "\(limit)\r\n\r\n").utf8) + body, to: port, ends: false)
        #expect(WebAnswer.all(in: taken).map(\.text) == ["\(Checksum.of(body))"])
        let refused = try await Visitor.ask(request + "\(limit + 1)\r\n\r\n", port, ends: false)
        #expect(refused.map(\.status) == [413])
    }

    @Test("More requests at once than are allowed get 503")
    func tooMany() async throws {
        let limits = UpstreamLimits(silence: .seconds(20), requests: 2)
        let server = try await LoopbackServer(Decoy(.upstream(origin.url, limits: limits)))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<2 {
                group.addTask { _ = try await Visitor.get("/silent", server.port) }
            }
            while origin.asked.value < 2 { await Task.yield() }
            let answer = try await Visitor.get("/sum", server.port)
            #expect(answer.statusLine == "HTTP/1.1 503 Service Temporarily Unavailable")
            #expect(answer.text == NginxPage.html("503 Service Temporarily Unavailable"))
            group.cancelAll()
            while (try? await group.next()) != nil {}
        }
        // Those who left have given back their places.
        while try await Visitor.get("/sum", server.port).status == 503 { await Task.yield() }
    }

    @Test("A visitor who ends his side while the upstream is waited for has left")
    func left() async throws {
        let request = "GET /silent HTTP/1.1\r\nHost: a\r\n\r\n"
        #expect(try await Visitor.send(Array(request.utf8), to: port).isEmpty)
    }

    @Test("A visitor who does not read makes the upstream wait, and gets everything in the end")
    func backPressure() async throws {
        // Four socket buffers on the way hold some 20 MB.
        let total = 80_000_000
        let bytes = try await Visitor.connect(port).executeThenClose { inbound, outbound in
            let request = "GET /sized/\(total) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            try await outbound.write(ByteBuffer(string: request))
            // It has come to a stop when half a second brings nothing new.
            var last = -1
            while origin.sent.value != last || last == 0 {
                last = origin.sent.value
                try await Task.sleep(for: .milliseconds(300))
            }
            #expect(last < total / 2)
            var all: [UInt8] = []
            for try await part in inbound { all += part.readableBytesView }
            return all
        }
        #expect(WebAnswer.all(in: bytes).first?.body == Pattern.bytes(total))
    }

    @Test("After it was closed a decoy answers that its upstream is gone")
    func closed() async throws {
        #expect(try await Visitor.get("/sum", port).status == 200)
        await decoy.close()
        #expect(try await Visitor.get("/sum", port).status == 502)
    }
}
