import AuraDecoy
import Testing

/// What nginx 1.22 answered to these bytes, as recorded from it.
@Suite("Bytes that are not quite HTTP")
struct ParsingTests {
    private let server: LoopbackServer
    private var port: Int { server.port }

    init() async throws {
        server = try await LoopbackServer(Decoy(.builtIn(seed: 1)))
    }

    @Test(
        "What is no request is refused at once, before anything more comes",
        arguments: [
            "\u{0}\u{1}\u{2}\u{3}garbage", "hello", "get / HTTP/1.1\r\n", "GET\r\n", " GET / HTTP/1.1\r\n", "GET *",
            "GET x ", "GET / HTTQ", "GET / HTTP/0.9", "GET / HTTP/1.x", "GET / HTTP/1.100 ", "GET / HTTP/1.1 x",
            "GET /a b HTTP/1.1\r\n", "GET /\u{0}", "GET /\u{7f}", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "GET /../",
            "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}", "SSH-2.0-OpenSSH_9.2\r\n", "*1\r\n$4\r\nPING\r\n", "GET ht!p",
            "OPTIONS * HTTP/1.1\r\n", "CONNECT example.com:443 HTTP/1.1\r\n",
        ].filter { !$0.hasPrefix("GET /../") } + [
            "GET /../ HTTP/1.1\r\n", "GET /%zz HTTP/1.1\r\n", "GET /%00 HTTP/1.1\r\n",
        ])
    func refused(bytes: String) async throws {
        let answers = try await Visitor.ask(bytes, port, ends: false)
        #expect(answers.map(\.statusLine) == ["HTTP/1.1 400 Bad Request"])
        #expect(answers.first?.text == NginxPage.html("400 Bad Request"))
        #expect(
            answers.first?.names == ["Server", "Date", "Content-Type", "Content-Length", "Connection"])
        #expect(answers.first?["Connection"] == "close")
    }

    @Test(
        "Heads that break a rule are refused",
        arguments: [
            "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n", "GET / HTTP/1.1\r\nHost: a b\r\n",
            "GET / HTTP/1.1\r\nHost:\r\n", "GET / HTTP/1.1\r\nHost: a\r\nbad line\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n folded\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: a\u{0}b\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n: x\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
            "GET / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloo",
            "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\rx",
        ])
    func badHeads(bytes: String) async throws {
        let answers = try await Visitor.ask(bytes, port, ends: false)
        #expect(answers.map(\.status) == [400])
        #expect(answers.first?.text == NginxPage.html("400 Bad Request"))
    }

    @Test(
        "Other refusals have their own page",
        arguments: [
            ("GET / HTTP/2.0\r\n", "505 HTTP Version Not Supported"),
            ("GET / HTTP/3", "505 HTTP Version Not Supported"),
            ("GET / HTTP/11.1", "505 HTTP Version Not Supported"),
            ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", "501 Not Implemented"),
            ("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", "405 Not Allowed"),
            ("CONNECT / HTTP/1.1\r\nHost: a\r\n\r\n", "405 Not Allowed"),
        ])
    func others(bytes: String, title: String) async throws {
        let answers = try await Visitor.ask(bytes, port, ends: false)
        #expect(answers.map(\.statusLine) == ["HTTP/1.1 " + title])
        #expect(answers.first?.text == NginxPage.html(title))
        #expect(answers.first?["Connection"] == "close")
    }

    @Test(
        "Requests that are unusual and right are answered",
        arguments: [
            "GET / HTTP/1.1\nHost: a\n\n", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET   /   HTTP/1.1  \r\nHost: a\r\n\r\n",
            "GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.9\r\nHost: a\r\n\r\n", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nodd_name: x\r\nno-colon\r\nX:\r\n\r\n",
            "GET /#f HTTP/1.1\r\nHost: [::1]:8443\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nExpect: something\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\r\n\r\n",
        ])
    func unusual(bytes: String) async throws {
        let answers = try await Visitor.ask(bytes, port)
        #expect(answers.map(\.statusLine) == ["HTTP/1.1 200 OK"])
    }

    @Test("HTTP/0.9 gets a body and nothing else")
    func oldest() async throws {
        let page = try await Visitor.get("/", port)
        #expect(try await Visitor.send(Array("GET /\r\n".utf8), to: port, ends: false) == page.body)
        let missing = try await Visitor.send(Array("GET /missing\n".utf8), to: port, ends: false)
        #expect(String(decoding: missing, as: UTF8.self) == NginxPage.html("404 Not Found"))
        let post = try await Visitor.send(Array("POST /\r\n".utf8), to: port, ends: false)
        #expect(String(decoding: post, as: UTF8.self) == NginxPage.html("400 Bad Request"))
    }

    @Test("Half a request gets nothing, and the end of the connection when it ends")
    func half() async throws {
        for bytes in ["", "GE", "GET", "GET / HTTP/1.1\r\nHost: a\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\r"] {
            #expect(try await Visitor.send(Array(bytes.utf8), to: port).isEmpty)
        }
    }

    @Test("A refused HEAD gets no page")
    func refusedHead() async throws {
        for bytes in ["HEAD / HTQ", "HEAD / HTTP/1.1\r\nHost: a b\r\n"] {
            let answer = try await Visitor.send(Array(bytes.utf8), to: port, ends: false)
            #expect(String(decoding: answer, as: UTF8.self).hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            #expect(answer.suffix(4) == Array("\r\n\r\n".utf8))
        }
    }

    @Test("Requests one after the other are answered in turn, until one is wrong")
    func pipeline() async throws {
        let good = "GET /about.html HTTP/1.1\r\nHost: a\r\n\r\n"
        let missing = "GET /missing HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
        let posted = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: u\r\n\r\n"
        let answers = try await Visitor.ask(good + missing + posted + good + "nonsense" + good, port, ends: false)
        #expect(answers.map(\.status) == [200, 404, 405, 200, 400])
        #expect(answers.map { $0["Connection"] } == ["keep-alive", "keep-alive", "keep-alive", "keep-alive", "close"])
    }

    @Test(
        "The connection goes on or ends as both sides say",
        arguments: [
            ("HTTP/1.1", "X: y", "keep-alive"), ("HTTP/1.1", "Connection: close", "close"),
            ("HTTP/1.1", "Connection: foo, Close", "close"), ("HTTP/1.0", "X: y", "close"),
            ("HTTP/1.0", "Connection: Keep-Alive", "keep-alive"),
        ])
    func keepAlive(version: String, field: String, expected: String) async throws {
        let request = "GET / \(version)\r\nHost: a\r\n\(field)\r\n\r\n"
        let answers = try await Visitor.ask(request + request, port)
        #expect(answers.map { $0["Connection"] } == Array(repeating: expected, count: expected == "close" ? 1 : 2))
        #expect(answers.allSatisfy { $0.statusLine == "HTTP/1.1 200 OK" })
    }

    @Test("Who asks for permission to send a body gets it where the body is read")
    func permission() async throws {
        let field = "Host: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc"
        #expect(try await Visitor.ask("GET / HTTP/1.1\r\n" + field, port).map(\.status) == [100, 200])
        #expect(try await Visitor.ask("PUT / HTTP/1.1\r\n" + field, port).map(\.status) == [405])
        #expect(try await Visitor.ask("GET / HTTP/1.0\r\n" + field, port).map(\.status) == [200])
    }
}
