import AuraDecoy
import Foundation
import Testing

@Suite("Nothing but the site is ever served")
struct TraversalTests {
    private let site: TemporarySite
    private let server: LoopbackServer

    init() async throws {
        site = try TemporarySite([
            "index.html": "home", "sub/page.html": "page", "back\\slash.txt": "odd name", ".hidden": "hidden",
            ".well-known/a": "a", "dir.d/x": "x",
        ])
        try site.link("inside.html", to: "sub/page.html")
        try site.link("out.txt", to: site.base + "/secret.txt")
        try site.link("relative.txt", to: "../secret.txt")
        try site.link("outdir", to: site.base)
        try site.link("todot", to: ".hidden")
        try site.link("dangling", to: "nowhere")
        try site.link("loop", to: "loop")
        try site.link("sub/chain", to: "../out.txt")
        server = try await LoopbackServer(Decoy(.site(directory: site.path)))
    }

    @Test(
        "Ways out lead nowhere",
        arguments: [
            "/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/%2E%2E%2Fsecret.txt", "/.%2e/secret.txt",
            "/sub/../../secret.txt", "/sub/%2e%2e/%2e%2e/secret.txt", "/./../secret.txt", "//../secret.txt",
            "/..\\secret.txt", "/..%5csecret.txt", "/%5c..%5csecret.txt", "/%c0%ae%c0%ae/secret.txt",
            "/%252e%252e/secret.txt", "/%%32%65%%32%65/secret.txt", "/..;/secret.txt", "/sub/..;/..;/secret.txt",
            "/..%00/secret.txt", "/index.html%00.txt", "/%00", "/out.txt", "/relative.txt", "/outdir/secret.txt",
            "/outdir/site/../secret.txt", "/outdir/", "/outdir", "/todot", "/dangling", "/loop", "/sub/chain",
            "/.hidden", "/sub/../.hidden", "/%2ehidden", "/.well-known/../.hidden", "/sub/..", "/sub/../..",
            "http://x/../secret.txt", "http://x/%2e%2e/secret.txt", "/sub/page.html/../../../secret.txt",
            "/proc/self/environ", "/etc/passwd", "//etc/passwd", "/./././/etc/passwd", "/dir.d/../../secret.txt",
            "/\u{2024}\u{2024}/secret.txt", "/..//secret.txt", "/...//secret.txt", "/sub/.../secret.txt", "/%", "/%2",
        ])
    func refused(target: String) async throws {
        let answer = try await Visitor.get(target, server.port)
        #expect([301, 400, 404].contains(answer.status) || answer.text == "home")
        #expect(!answer.text.contains(TemporarySite.secret))
        #expect(!answer.text.contains("hidden") && !answer.text.contains("root:"))
    }

    @Test(
        "Ways that look odd and stay inside lead there",
        arguments: [
            ("/sub/../sub/page.html", "page"), ("/sub/./page.html", "page"), ("//sub///page.html", "page"),
            ("/sub%2fpage.html", "page"), ("/%73ub/page.html", "page"), ("/inside.html", "page"), ("/sub/..", "home"),
            ("/back%5cslash.txt", "odd name"), ("/back\\slash.txt", "odd name"), ("/.well-known/a", "a"),
            ("/dir.d/x", "x"), ("http://elsewhere.example/sub/page.html", "page"), ("/?q=../../secret.txt", "home"),
        ])
    func served(target: String, text: String) async throws {
        let answer = try await Visitor.get(target, server.port)
        #expect(answer.status == 200)
        #expect(answer.text == text)
    }

    @Test("A pipe or a device in the site holds nobody up")
    func pipe() async throws {
        #expect(mkfifo(site.path + "/pipe", 0o644) == 0)
        #expect(try await Visitor.get("/pipe", server.port).status == 404)
        #expect(try await Visitor.get("/", server.port).status == 200)
    }

    @Test("A site whose directory is itself a link is served")
    func linkedRoot() async throws {
        let link = site.base + "/current"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "site")
        let server = try await LoopbackServer(Decoy(.site(directory: link)))
        #expect(try await Visitor.get("/sub/page.html", server.port).text == "page")
        #expect(try await Visitor.get("/out.txt", server.port).status == 404)
    }
}
