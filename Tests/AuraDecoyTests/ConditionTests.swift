import AuraDecoy
import Testing

@Suite("Conditional and partial requests")
struct ConditionTests {
    private let site: TemporarySite
    private let server: LoopbackServer
    private static let tag = #""6553f100-a""#
    private static let date = "Tue, 14 Nov 2023 22:13:20 GMT"
    private static let later = "Wed, 15 Nov 2023 22:13:20 GMT"

    init() async throws {
        site = try TemporarySite(["index.html": "x", "ten.txt": "0123456789", "empty.txt": ""])
        try site.setModified("ten.txt", 1_700_000_000)
        server = try await LoopbackServer(Decoy(.site(directory: site.path)))
    }

    @Test(
        "Who has the file already is told so",
        arguments: [
            "If-None-Match: \(tag)", "If-None-Match: W/\(tag)", "If-None-Match: \"a\", \(tag)", "If-None-Match: *",
            "If-Modified-Since: \(date)", "If-Match: \(tag)\r\nIf-None-Match: \(tag)",
            "If-None-Match: \(tag)\r\nIf-Modified-Since: \(date)",
        ])
    func notModified(fields: String) async throws {
        let answer = try await Visitor.get("/ten.txt", server.port, fields)
        #expect(answer.statusLine == "HTTP/1.1 304 Not Modified")
        #expect(answer.names == ["Server", "Date", "Last-Modified", "Connection", "ETag"])
        #expect(answer.body.isEmpty)
    }

    @Test(
        "Who has another one gets it",
        arguments: [
            "If-None-Match: \"6553f100-b\"", "If-Modified-Since: \(later)", "If-Modified-Since: yesterday",
            "If-None-Match: \(tag)\r\nIf-Modified-Since: \(later)", "If-Match: \(tag)", "If-Match: *",
            "If-Unmodified-Since: \(date)", "If-Unmodified-Since: \(later)",
        ])
    func modified(fields: String) async throws {
        let answer = try await Visitor.get("/ten.txt", server.port, fields)
        #expect(answer.status == 200)
        #expect(answer.text == "0123456789")
    }

    @Test(
        "A precondition that does not hold is said to have failed",
        arguments: [
            "If-Match: \"x\"", "If-Match: W/\(tag)", "If-Unmodified-Since: Mon, 13 Nov 2023 22:13:20 GMT",
            "If-Unmodified-Since: nonsense",
        ])
    func failed(fields: String) async throws {
        let answer = try await Visitor.get("/ten.txt", server.port, fields)
        #expect(answer.statusLine == "HTTP/1.1 412 Precondition Failed")
        #expect(answer.text == NginxPage.html("412 Precondition Failed"))
    }

    @Test(
        "A part that is there comes alone",
        arguments: [
            ("bytes=2-4", "234", "bytes 2-4/10"), ("bytes=0-0", "0", "bytes 0-0/10"),
            ("bytes=8-", "89", "bytes 8-9/10"),
            ("bytes=-3", "789", "bytes 7-9/10"), ("bytes=5-99", "56789", "bytes 5-9/10"),
            ("bytes=-99", "0123456789", "bytes 0-9/10"), ("BYTES= 1 - 2 ", "12", "bytes 1-2/10"),
            ("bytes=9-99999999999999999999", "9", "bytes 9-9/10"),
        ])
    func part(range: String, text: String, content: String) async throws {
        let answer = try await Visitor.get("/ten.txt", server.port, "Range: \(range)")
        #expect(answer.statusLine == "HTTP/1.1 206 Partial Content")
        #expect(answer.text == text)
        #expect(answer["Content-Range"] == content)
        #expect(
            answer.names == [
                "Server", "Date", "Content-Type", "Content-Length", "Last-Modified", "Connection", "ETag",
                "Content-Range",
            ])
    }

    @Test(
        "A part that is not there is said not to be",
        arguments: ["bytes=10-", "bytes=5-2", "bytes=-0", "bytes=x-2", "bytes=1", "bytes=1-x"])
    func outside(range: String) async throws {
        let answer = try await Visitor.get("/ten.txt", server.port, "Range: \(range)")
        #expect(answer.statusLine == "HTTP/1.1 416 Requested Range Not Satisfiable")
        #expect(answer["Content-Range"] == "bytes */10")
        #expect(answer.text == NginxPage.html("416 Requested Range Not Satisfiable"))
        #expect(
            answer.names == ["Server", "Date", "Content-Type", "Content-Length", "Connection", "Content-Range"])
    }

    @Test(
        "What is no range, or more than one, gets the whole file",
        arguments: ["items=1-2", "bytes=", "bytes=0-1,4-5", "bytes"])
    func whole(range: String) async throws {
        let answer = try await Visitor.get("/ten.txt", server.port, "Range: \(range)")
        #expect(answer.status == 200)
        #expect(answer.text == "0123456789")
    }

    @Test("A range for an older file gets the whole of the new one")
    func ifRange() async throws {
        let port = server.port
        #expect(try await Visitor.get("/ten.txt", port, "Range: bytes=1-2", "If-Range: \(Self.tag)").status == 206)
        #expect(try await Visitor.get("/ten.txt", port, "Range: bytes=1-2", "If-Range: \(Self.date)").status == 206)
        #expect(try await Visitor.get("/ten.txt", port, "Range: bytes=1-2", "If-Range: \"old\"").status == 200)
        #expect(try await Visitor.get("/ten.txt", port, "Range: bytes=1-2", "If-Range: \(Self.later)").status == 200)
    }

    @Test("An empty file has no parts")
    func empty() async throws {
        #expect(try await Visitor.get("/empty.txt", server.port, "Range: bytes=0-").status == 200)
        #expect(try await Visitor.get("/empty.txt", server.port, "Range: bytes=1-").status == 416)
    }
}
