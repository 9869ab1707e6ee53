import AuraDecoy
import Testing

@Suite("The site that ships with the program")
struct BuiltInTests {
    /// All pages and files that can be reached from the first page, by path.
    private func crawl(_ seed: UInt64) async throws -> [String: WebAnswer] {
        let server = try await LoopbackServer(Decoy(.builtIn(seed: seed)))
        var found: [String: WebAnswer] = [:]
        var waiting = ["/", "/robots.txt", "/favicon.ico"]
        while let path = waiting.popLast() {
            guard found[path] == nil else { continue }
            let answer = try await Visitor.get(path, server.port)
            found[path] = answer
            if answer["Content-Type"] == "text/html" { waiting += Self.links(in: answer.text) }
        }
        return found
    }

    private static func links(in html: String) -> [String] {
        html.split(separator: "\"").filter { $0.hasPrefix("/") }.map(String.init)
    }

    @Test("Every link of every page leads to something", arguments: UInt64(0)..<24)
    func links(seed: UInt64) async throws {
        let site = try await crawl(seed)
        #expect(site.values.allSatisfy { $0.status == 200 && !$0.body.isEmpty })
        let types = Set(site.values.compactMap { $0["Content-Type"] })
        #expect(types == ["text/html", "text/css", "text/plain", "image/svg+xml", "image/x-icon"])
        #expect(site.count >= 14)
    }

    @Test("No page says what serves it, and no choice of words is left open", arguments: UInt64(0)..<24)
    func words(seed: UInt64) async throws {
        for (path, answer) in try await crawl(seed) where answer["Content-Type"] != "image/x-icon" {
            let text = answer.text.lowercased()
            for word in ["aura", "vpn", "tunnel", "decoy", "swift", "proxy"] {
                #expect(!text.contains(word), "\(path) contains \(word)")
            }
            if answer["Content-Type"] == "text/html" { #expect(!text.contains { "{|}".contains($0) }, "\(path)") }
        }
    }

    @Test("One seed makes one site")
    func deterministic() async throws {
        let (first, second) = (try await crawl(42), try await crawl(42))
        #expect(first.keys == second.keys)
        for (path, answer) in first {
            #expect(answer.body == second[path]?.body)
            #expect(answer["ETag"] == second[path]?["ETag"])
            #expect(answer["Last-Modified"] == second[path]?["Last-Modified"])
        }
    }

    @Test("This seed makes this site, also after the program was built anew")
    func pinned() async throws {
        let server = try await LoopbackServer(Decoy(.builtIn(seed: 7)))
        let answer = try await Visitor.get("/", server.port)
        #expect(answer.text.contains("<title>The Narrow Hedge</title>"))
    }

    @Test("Other seeds make other sites")
    func different() async throws {
        var pages: Set<String> = []
        var sheets: Set<String> = []
        var names: Set<Substring> = []
        var tags: Set<String> = []
        for seed in UInt64(0)..<200 {
            let server = try await LoopbackServer(Decoy(.builtIn(seed: seed &* 0x1234_5678_9ABC)))
            let page = try await Visitor.get("/", server.port)
            pages.insert(page.text)
            tags.insert(page["ETag"] ?? "")
            names.formUnion(page.text.split(separator: "<title>").dropFirst().prefix(1).map { $0.prefix { $0 != "<" } })
            let sheet = Self.links(in: page.text).first { $0.hasSuffix(".css") }
            sheets.insert(try await Visitor.get(try #require(sheet), server.port).text)
        }
        #expect(pages.count == 200)
        #expect(sheets.count == 200)
        #expect(tags.count == 200)
        #expect(names.count > 40)
    }

    @Test("The icon is one, and the pictures are drawings")
    func pictures() async throws {
        let site = try await crawl(3)
        let icon = try #require(site["/favicon.ico"])
        #expect(icon.body.prefix(6) == [0, 0, 1, 0, 1, 0])
        #expect(icon.body.count == 1150)
        let drawings = site.filter { $0.key.hasSuffix(".svg") }.values
        #expect(drawings.count >= 4)
        #expect(drawings.allSatisfy { $0.text.hasPrefix("<svg ") && $0.text.hasSuffix("</svg>\n") })
    }
}
