import AuraDecoy
import Testing

@Suite("What a stranger can make the site hold")
struct LimitTests {
    private static let line = 8 * 1024
    private static let body = 1024 * 1024
    private let server: LoopbackServer
    private var port: Int { server.port }

    init() async throws {
        server = try await LoopbackServer(Decoy(.builtIn(seed: 1)))
    }

    @Test("A request line of 8 KiB is read, and one byte more is too long")
    func requestLine() async throws {
        for (extra, status) in [(0, 404), (1, 414)] {
            let frame = "GET / HTTP/1.1\r\n".utf8.count
            let target = "/" + String(repeating: "a", count: Self.line - frame + extra)
            let answers = try await Visitor.ask("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n", port)
            #expect(answers.map(\.status) == [status])
        }
        let endless = try await Visitor.ask("GET /" + String(repeating: "a", count: 2 * Self.line), port, ends: false)
        #expect(endless.map(\.statusLine) == ["HTTP/1.1 414 Request-URI Too Large"])
        #expect(endless.first?.text == NginxPage.html("414 Request-URI Too Large"))
    }

    private static let tooLarge = NginxPage.html(
        "400 Request Header Or Cookie Too Large", heading: "400 Bad Request",
        remark: "Request Header Or Cookie Too Large")

    @Test("A field of 8 KiB is read, and one byte more is too large")
    func field() async throws {
        for (extra, status) in [(0, 200), (1, 400)] {
            let value = String(repeating: "v", count: Self.line - "X: \r\n".utf8.count + extra)
            let answers = try await Visitor.ask("GET / HTTP/1.1\r\nHost: a\r\nX: \(value)\r\n\r\n", port)
            #expect(answers.map(\.status) == [status])
            if status == 400 { #expect(answers.first?.text == Self.tooLarge) }
        }
    }

    @Test("A head of 32 KiB is read, and one byte more is too large")
    func head() async throws {
        for (extra, status) in [(0, 200), (1, 400)] {
            let frame = "GET / HTTP/1.1\r\nHost: a\r\n".utf8.count
            let full = "X: " + String(repeating: "v", count: 1019) + "\r\n"
            let rest = 4 * Self.line - frame - 31 * 1024 - "X: \r\n\r\n".utf8.count + extra
            let fields = String(repeating: full, count: 31) + "X: " + String(repeating: "v", count: rest) + "\r\n"
            let answers = try await Visitor.ask("GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n", port)
            #expect(answers.map(\.status) == [status])
            if status == 400 { #expect(answers.first?.text == Self.tooLarge) }
        }
    }

    @Test("A body of 1 MiB is read and thrown away, and one byte more is refused")
    func announcedBody() async throws {
        let body = String(repeating: "b", count: Self.body)
        let request = "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: "
        let answers = try await Visitor.ask(
            request + "\(Self.body)\r\n\r\n" + body + "GET /missing HTTP/1.1\r\nHost: a\r\n\r\n", port)
        #expect(answers.map(\.status) == [200, 404])
        let refused = try await Visitor.ask(request + "\(Self.body + 1)\r\n\r\n" + body + "b", port)
        #expect(refused.map(\.statusLine) == ["HTTP/1.1 413 Request Entity Too Large"])
        #expect(refused.first?.text == NginxPage.html("413 Request Entity Too Large"))
    }

    @Test("A body in chunks is thrown away up to the same length, and then the connection ends")
    func chunkedBody() async throws {
        for (extra, expected) in [(0, [200, 404]), (1, [200])] {
            let first = String(repeating: "b", count: Self.body - 5 + extra)
            let chunks = String(first.utf8.count, radix: 16) + "\r\n" + first + "\r\n5\r\nbbbbb\r\n0\r\n\r\n"
            let request = "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks
            let answers = try await Visitor.ask(request + "GET /missing HTTP/1.1\r\nHost: a\r\n\r\n", port)
            #expect(answers.map(\.status) == expected)
        }
    }

    @Test("The thousandth request on a connection is its last")
    func manyRequests() async throws {
        let one = "HEAD /robots.txt HTTP/1.1\r\nHost: a\r\n\r\n"
        let answers = try await Visitor.ask(String(repeating: one, count: 1001), port)
        #expect(answers.count == 1000)
        #expect(answers.dropLast().allSatisfy { $0["Connection"] == "keep-alive" })
        #expect(answers.last?["Connection"] == "close")
    }
}
