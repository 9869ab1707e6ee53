import AuraDecoy
import Foundation
import Testing

@Suite("HTTP/2, as curl sees it", .enabled(if: Curl.path != nil, "curl is not installed"))
struct HTTP2Tests {
    private let site: TemporarySite
    private let server: LoopbackServer

    init() async throws {
        site = try TemporarySite(["index.html": "home", "ten.txt": "0123456789", "sub/index.html": "sub"])
        try site.setModified("ten.txt", 1_700_000_000)
        server = try await LoopbackServer(Decoy(.site(directory: site.path)), .http2)
    }

    private func ask(_ target: String, _ arguments: String...) async throws -> WebAnswer {
        let url = "http://127.0.0.1:\(server.port)\(target)"
        let base = ["--http2-prior-knowledge", "--include", "--path-as-is", url]
        let (output, code) = try await Curl.run(base + arguments)
        #expect(code == 0)
        return try #require(WebAnswer.all(in: output).first)
    }

    @Test("A page comes with small names in nginx's order, and nothing about the connection")
    func page() async throws {
        let answer = try await ask("/ten.txt")
        #expect(answer.statusLine.hasPrefix("HTTP/2 200"))
        #expect(
            answer.names == [
                "server", "date", "content-type", "content-length", "last-modified", "etag", "accept-ranges",
            ])
        #expect(answer.text == "0123456789")
    }

    @Test(
        "Statuses are those of HTTP/1",
        arguments: [
            ("/missing", [], 404), ("/sub", [], 301), ("/../x", [], 400), ("/%00", [], 400),
            ("/", ["-X", "DELETE"], 405),
            ("/", ["-d", "x"], 405), ("/ten.txt", ["-r", "2-3"], 206), ("/ten.txt", ["-r", "20-"], 416),
            ("/ten.txt", ["-H", "If-None-Match: *"], 304), ("/ten.txt", ["-H", "If-Match: \"x\""], 412),
            ("/", ["-X", "TRACE"], 405),
        ] as [(String, [String], Int)])
    func statuses(target: String, arguments: [String], status: Int) async throws {
        let url = "http://127.0.0.1:\(server.port)\(target)"
        let (output, code) = try await Curl.run(
            ["--http2-prior-knowledge", "--include", "--path-as-is", url] + arguments)
        #expect(code == 0)
        #expect(WebAnswer.all(in: output).first?.status == status)
    }

    @Test("A request that the codec does not take is answered")
    func noAuthority() async throws {
        let answer = try await ask("/ten.txt", "-H", "Host:")
        #expect(answer.status == 400)
        #expect(answer.text == NginxPage.html("400 Bad Request"))
        #expect(answer["Connection"] == nil)
        #expect(try await ask("/ten.txt").status == 200)
    }

    @Test("HEAD gets the fields of GET")
    func head() async throws {
        let url = "http://127.0.0.1:\(server.port)/ten.txt"
        let (output, code) = try await Curl.run(["--http2-prior-knowledge", "--head", url])
        #expect(code == 0)
        #expect(WebAnswer.all(in: output, headOnly: true).first?["content-length"] == "10")
    }

    @Test("Many files on one connection, and a large one beside them, come whole")
    func many() async throws {
        let body = Pattern.bytes(20_000_000)
        try site.add("large.bin", Data(body))
        let visitor = try await HTTP2Visitor(server.port)
        async let large = visitor.get("/large.bin")
        for _ in 0..<4 {
            try await withThrowingTaskGroup(of: (status: Int, body: [UInt8]).self) { group in
                for _ in 0..<50 { group.addTask { try await visitor.get("/ten.txt") } }
                for try await answer in group {
                    #expect(answer.status == 200)
                    #expect(answer.body == Array("0123456789".utf8))
                }
            }
        }
        #expect(Checksum.of(try await large.body) == Checksum.of(body))
        try await visitor.close()
    }

    @Test("Bodies go through to an upstream and back")
    func upstream() async throws {
        let origin = try await Origin()
        let server = try await LoopbackServer(Decoy(.upstream(origin.url)), .http2)
        let body = Pattern.bytes(20_000_000)
        try site.add("upload.bin", Data(body))
        let base = ["--http2-prior-knowledge", "http://127.0.0.1:\(server.port)"]
        let (sum, _) = try await Curl.run([base[0], "--data-binary", "@\(site.path)/upload.bin", base[1] + "/sum"])
        #expect(String(decoding: sum, as: UTF8.self) == "\(Checksum.of(body))")
        let (download, code) = try await Curl.run([base[0], base[1] + "/stream/20000000"])
        #expect(code == 0)
        #expect(Checksum.of(download) == Checksum.of(body))
        let (head, _) = try await Curl.run([base[0], "-H", "Cookie: a=b; c=d", base[1] + "/head"])
        #expect(String(decoding: head, as: UTF8.self).contains("Cookie: a=b; c=d\n"))
        let (_, broken) = try await Curl.run([base[0], base[1] + "/cut"])
        #expect(broken != 0)
    }

    @Test("A body that is too large is refused")
    func tooLarge() async throws {
        try site.add("body", Data(count: 1024 * 1024 + 1))
        let answer = try await ask("/", "--data-binary", "@\(site.path)/body")
        #expect(answer.status == 413)
        try site.add("body", Data(count: 1024 * 1024))
        #expect(try await ask("/", "--data-binary", "@\(site.path)/body").status == 405)
    }
}
