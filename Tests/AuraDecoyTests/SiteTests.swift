import AuraDecoy
import Foundation
import Testing

@Suite("A directory as a site")
struct SiteTests {
    private let site: TemporarySite
    private let server: LoopbackServer
    private var port: Int { server.port }

    init() async throws {
        site = try TemporarySite([
            "index.html": "<h1>home</h1>", "ten.txt": "0123456789", "empty.txt": "", "sub/index.html": "sub",
            "sub/deep/page.html": "page", "no ending": "x", "LOUD.PNG": "p", ".htaccess": "deny", ".git/config": "git",
            ".well-known/security.txt": "mail", "sub/.env": "env",
        ])
        try site.makeDirectory("bare")
        try site.setModified("ten.txt", 1_700_000_000)
        server = try await LoopbackServer(Decoy(.site(directory: site.path)))
    }

    @Test("A page comes with nginx's fields, in nginx's order")
    func page() async throws {
        let answer = try await Visitor.get("/ten.txt", port)
        #expect(answer.statusLine == "HTTP/1.1 200 OK")
        #expect(
            answer.names == [
                "Server", "Date", "Content-Type", "Content-Length", "Last-Modified", "Connection", "ETag",
                "Accept-Ranges",
            ])
        #expect(answer["Server"] == "nginx")
        #expect(answer["Content-Type"] == "text/plain")
        #expect(answer["Content-Length"] == "10")
        #expect(answer["Last-Modified"] == "Tue, 14 Nov 2023 22:13:20 GMT")
        #expect(answer["ETag"] == #""6553f100-a""#)
        #expect(answer.text == "0123456789")
    }

    @Test("The date is now, in the one form that HTTP has")
    func date() async throws {
        let before = Date()
        let text = try #require(try await Visitor.get("/", port)["Date"])
        let form = DateFormatter()
        form.locale = Locale(identifier: "en_US_POSIX")
        form.timeZone = TimeZone(identifier: "GMT")
        form.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        let date = try #require(form.date(from: text))
        #expect(form.string(from: date) == text)
        #expect(abs(date.timeIntervalSince(before)) < 60)
    }

    @Test(
        "Names tell the content type",
        arguments: [
            ("/", "text/html"), ("/no%20ending", "application/octet-stream"), ("/LOUD.PNG", "image/png"),
            ("/empty.txt", "text/plain"), ("/sub/", "text/html"),
        ])
    func types(target: String, type: String) async throws {
        let answer = try await Visitor.get(target, port)
        #expect(answer.status == 200)
        #expect(answer["Content-Type"] == type)
    }

    @Test("HEAD gets the fields of GET and no body", arguments: ["/", "/ten.txt", "/missing", "/sub"])
    func head(target: String) async throws {
        let full = try await Visitor.get(target, port)
        let bytes = try await Visitor.send(
            Array("HEAD \(target) HTTP/1.1\r\nHost: test.example\r\nConnection: close\r\n\r\n".utf8), to: port)
        let head = try #require(WebAnswer.all(in: bytes, headOnly: true).first)
        #expect(head.statusLine == full.statusLine)
        #expect(head.fields.filter { $0.name != "Date" } == full.fields.filter { $0.name != "Date" })
        #expect(bytes.suffix(4) == Array("\r\n\r\n".utf8))
    }

    @Test("A directory without its slash is told where it is")
    func redirect() async throws {
        let answer = try await Visitor.get("/sub?a=b", port)
        #expect(answer.statusLine == "HTTP/1.1 301 Moved Permanently")
        #expect(answer["Location"] == "https://test.example/sub/?a=b")
        #expect(answer.text == NginxPage.html("301 Moved Permanently"))
        #expect(
            answer.names == ["Server", "Date", "Content-Type", "Content-Length", "Location", "Connection"])
    }

    @Test(
        "What is not there, or not to be seen, gets the page for it",
        arguments: [
            ("/missing", 404, "404 Not Found"), ("/ten.txt/", 404, "404 Not Found"), ("/bare/", 403, "403 Forbidden"),
            ("/.htaccess", 404, "404 Not Found"), ("/.git/config", 404, "404 Not Found"),
            ("/sub/.env", 404, "404 Not Found"), ("/sub/.well-known/x", 404, "404 Not Found"),
            ("/%2ehtaccess", 404, "404 Not Found"), ("/" + String(repeating: "n", count: 300), 404, "404 Not Found"),
        ])
    func missing(target: String, status: Int, title: String) async throws {
        let answer = try await Visitor.get(target, port)
        #expect(answer.status == status)
        #expect(answer.text == NginxPage.html(title))
        #expect(answer.names == ["Server", "Date", "Content-Type", "Content-Length", "Connection"])
    }

    @Test("The directory for well-known things is served though it begins with a dot")
    func wellKnown() async throws {
        #expect(try await Visitor.get("/.well-known/security.txt", port).text == "mail")
    }

    @Test("A site's own page is used for what is not there")
    func ownPage() async throws {
        try site.add("404.html", Data("gone".utf8))
        let answer = try await Visitor.get("/missing", port)
        #expect(answer.statusLine == "HTTP/1.1 404 Not Found")
        #expect(answer.text == "gone")
        #expect(answer.names == ["Server", "Date", "Content-Type", "Content-Length", "Connection", "ETag"])
        #expect(try await Visitor.get("/ten.txt", port).status == 200)
    }

    @Test(
        "Other methods are refused as nginx refuses them",
        arguments: ["PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND", "NONSENSE", "A-B_C"])
    func methods(method: String) async throws {
        for target in ["/ten.txt", "/missing"] {
            let answer = try await Visitor.get(target, port, method: method)
            #expect(answer.statusLine == "HTTP/1.1 405 Not Allowed")
            #expect(answer.text == NginxPage.html("405 Not Allowed"))
        }
    }

    @Test("POST is refused where a file is, and only there")
    func post() async throws {
        #expect(try await Visitor.get("/ten.txt", port, method: "POST", "Content-Length: 0").status == 405)
        #expect(try await Visitor.get("/missing", port, method: "POST", "Content-Length: 0").status == 404)
        #expect(try await Visitor.get("/sub", port, method: "POST", "Content-Length: 0").status == 301)
    }

    @Test("What is put into the directory is there at once, and what is taken out is gone")
    func live() async throws {
        #expect(try await Visitor.get("/new.txt", port).status == 404)
        try site.add("new.txt", Data("new".utf8))
        #expect(try await Visitor.get("/new.txt", port).text == "new")
        try FileManager.default.removeItem(atPath: site.path + "/new.txt")
        #expect(try await Visitor.get("/new.txt", port).status == 404)
    }

    @Test("Programs that hide short error pages get longer ones")
    func padding() async throws {
        let line = "<!-- a padding to disable MSIE and Chrome friendly error page -->\r\n"
        let padded = NginxPage.html("404 Not Found") + String(repeating: line, count: 6)
        let chrome = try await Visitor.get("/missing", port, "User-Agent: Mozilla/5.0 Chrome/120.0.0.0 Safari/537.36")
        #expect(chrome.text == padded)
        #expect(chrome["Content-Length"] == "\(padded.utf8.count)")
        #expect(try await Visitor.get("/missing", port, "User-Agent: curl/8").text == NginxPage.html("404 Not Found"))
        let redirect = try await Visitor.get("/sub", port, "User-Agent: Chrome/120")
        #expect(redirect.text == NginxPage.html("301 Moved Permanently"))
    }

    @Test("A large file comes whole, and 50 visitors get it at once")
    func large() async throws {
        var data = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) })
        data.append(7)
        try site.add("large.bin", data)
        let (port, expected) = (port, Array(data))
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask { try await Visitor.get("/large.bin", port).body == expected }
            }
            for try await same in group { #expect(same) }
        }
    }
}
