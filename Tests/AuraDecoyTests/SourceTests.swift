import AuraDecoy
import Foundation
import Testing

@Suite("What a decoy can be made of")
struct SourceTests {
    private func error(_ source: DecoySource) -> DecoyError? {
        do {
            _ = try Decoy(source)
            return nil
        } catch {
            return error
        }
    }

    @Test("A directory with an index is a site; without one, or without a directory, there is a reason")
    func directories() throws {
        let site = try TemporarySite(["index.html": "x"])
        #expect(error(.site(directory: site.path)) == nil)
        #expect(error(.site(directory: site.path + "/")) == nil)
        let bare = try TemporarySite([:])
        #expect(error(.site(directory: bare.path)) == .siteWithoutIndex(bare.path))
        try bare.makeDirectory("index.html")
        #expect(error(.site(directory: bare.path)) == .siteWithoutIndex(bare.path))
        let file = site.path + "/index.html"
        #expect(error(.site(directory: file)) == .siteNotDirectory(file))
        let nowhere = site.base + "/nowhere"
        #expect(error(.site(directory: nowhere)) == .siteMissing(nowhere, "No such file or directory"))
        #expect(error(.site(directory: "")) == .siteMissing("", "No such file or directory"))
    }

    @Test("What cannot be read is no site", .enabled(if: geteuid() != 0, "root may read anything"))
    func unreadable() throws {
        let site = try TemporarySite(["index.html": "x"])
        #expect(chmod(site.path + "/index.html", 0) == 0)
        #expect(error(.site(directory: site.path)) == .siteUnreadable(site.path + "/index.html", "Permission denied"))
        #expect(chmod(site.path, 0) == 0)
        #expect(error(.site(directory: site.path)) == .siteUnreadable(site.path, "Permission denied"))
        #expect(chmod(site.path, 0o700) == 0)
    }

    @Test("What may not be read is forbidden, not missing", .enabled(if: geteuid() != 0, "root may read anything"))
    func barred() async throws {
        let site = try TemporarySite(["index.html": "x", "barred/index.html": "x", "shut.txt": "x"])
        let server = try await LoopbackServer(Decoy(.site(directory: site.path)))
        #expect(try await Visitor.get("/barred/index.html", server.port).status == 200)
        #expect(chmod(site.path + "/barred", 0) == 0)
        #expect(chmod(site.path + "/shut.txt", 0) == 0)
        for target in ["/barred/", "/barred/index.html", "/barred/none", "/barred/deep/", "/shut.txt"] {
            #expect(try await Visitor.get(target, server.port).status == 403, "\(target)")
        }
        #expect(try await Visitor.get("/none/", server.port).status == 404)
        #expect(chmod(site.path + "/barred", 0o700) == 0)
    }

    @Test(
        "Addresses of upstreams",
        arguments: [
            "http://127.0.0.1:8080", "http://127.0.0.1", "https://www.example.org", "https://www.example.org/",
            "HTTP://localhost:1", "http://[::1]:8080/", "http://host-1.example.:65535",
        ])
    func goodUpstreams(url: String) async throws {
        let decoy = try Decoy(.upstream(url))
        await decoy.close()
    }

    @Test(
        "What is no address of an upstream",
        arguments: [
            "", "127.0.0.1:8080", "ftp://example.org", "http://", "http:///", "http://example.org/path",
            "http://example.org?x", "http://example.org#x", "http://user:word@example.org", "http://a b",
            "http://example.org:0", "http://example.org:65536", "http://example.org:", "http://example.org:x",
            "http://exa\u{0}mple.org", "http://[::1", "http://::1", "http://ex..ample", "http://exämple.org",
        ])
    func badUpstreams(url: String) throws {
        guard case .badUpstream(url, _) = error(.upstream(url)) else {
            Issue.record("taken: \(url)")
            return
        }
    }

    @Test("Errors say what is wrong and what to do")
    func texts() {
        let texts = [
            "\(DecoyError.siteMissing("/x", "No such file or directory"))", "\(DecoyError.siteNotDirectory("/x"))",
            "\(DecoyError.siteUnreadable("/x", "Permission denied"))", "\(DecoyError.siteWithoutIndex("/x"))",
        ]
        #expect(texts.allSatisfy { $0.contains("'/x'") && $0.contains("; ") })
        let upstream = "\(DecoyError.badUpstream("ftp://x", "its scheme is not http or https"))"
        #expect(upstream.contains("ftp://x") && upstream.contains("http://127.0.0.1:8080"))
    }
}
