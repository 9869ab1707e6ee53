import AuraConfig
import Testing

@Suite("Texts that are not TOML, or too much of it")
struct SyntaxTests {
    @Test("A syntax error carries the line and the column")
    func position() throws {
        let problems = Parsing.problems(.server, changing: "mtu = 1320", to: "mtu = = 1400")
        let problem = try #require(problems.first)
        #expect(problems.count == 1)
        #expect(problem.line == Lines.line(of: "mtu =", in: Fixtures.server))
        #expect(problem.column == 7)
        #expect(problem.expected == "a TOML 1.0 document")
        #expect(problem.description.hasPrefix("/etc/aura/server.toml:\(problem.line ?? 0):7: "))
    }

    @Test(
        "Broken documents are one problem with a line",
        arguments: [
            "[", "]", "=", "a", "a =", "a = ", "[a", "[[a]", "a = [", "a = {", "a = \"", "a = '", "a = \"\"\"",
            "a = '''",
            "a = 1\na = 2", "[a]\n[a]", "a = 1e999999999", "a = 99999999999999999999", "a = 0x", "a = 2020-13-45",
            "a = 25:61:61", "a = \"\\q\"", "a = \"\\ud800\"", "a.b = 1\na.b.c = 2", "a = +", "a = nan.", "\u{7f}",
            "a = \u{1}",
            "\"\"\"a\"\"\" = 1", "= 1", "a = [1,,2]", "a = {b = 1,}", "a\r=1", "\u{feff}\u{feff}",
            // These stop a parser that trusts its own assertions.
            "[!]", "[\n]", "[\r\na]", "[[\ra]]", "[[!]]", "[[[a]]]", "[.a]", "[ ü]", "a = [}", "a = {b = [}",
            "a = [\u{2028}]", "a = [\u{a0}1]",
            "a = 1979-05-27 0\n", "a = [1979-05-27 1,]", "a = 1979-05-2! 0 ", "a = 1_979-05-27 0#", "\u{feff}[!]", "]",
            "[a]]",
        ])
    func broken(text: String) throws {
        let problems = Parsing.problems(.profile, text)
        #expect(problems.count == 1)
        #expect(problems.first?.line != nil)
    }

    @Test(
        "Bytes that are not text are refused with their line",
        arguments: [
            ([0], "a NUL byte"), ([0xff], "bytes that are not UTF-8"), ([0xc0, 0x80], "bytes that are not UTF-8"),
            ([0xed, 0xa0, 0x80], "bytes that are not UTF-8"), ([0xf4, 0x90, 0x80, 0x80], "bytes that are not UTF-8"),
            (Array("\"\\u0000\"".utf8), "an escaped NUL character"),
            (Array("\"\\U00000000\"".utf8), "an escaped NUL character"),
        ] as [([UInt8], String)])
    func notText(bytes: [UInt8], found: String) throws {
        let text = ConfigurationText(bytes: Array("version = 1\na = ".utf8) + bytes, path: "p.toml")
        let error = try #require(throws: ConfigurationError.self) { try ClientProfile(parsing: text) }
        #expect(error.problems.map(\.found) == [found])
        #expect(error.problems.map(\.line) == [2])
    }

    @Test("A file of exactly the largest size is read, one byte more is not")
    func size() throws {
        let room = ConfigurationLimits.maximumFileBytes - Fixtures.server.utf8.count
        let padding = "#" + String(repeating: "x", count: room - 1)
        #expect(Parsing.problems(.server, Fixtures.server + padding) == [])
        let problems = Parsing.problems(.server, Fixtures.server + padding + "x")
        #expect(problems.map(\.expected) == ["at most 1048576 bytes"])
    }

    @Test("Deep nesting is refused before the parser sees it", arguments: ["[", "{a=", "[{a="])
    func nesting(opener: String) throws {
        let deep = "version = 1\na = " + String(repeating: opener, count: 100_000)
        let problems = Parsing.problems(.server, deep)
        #expect(problems.map(\.line) == [2])
        #expect(problems.first?.found.contains("more than 8") == true)
    }

    @Test(
        "Long dotted keys are refused before the parser sees them",
        arguments: [
            "KEY = 1", "[KEY]\nb = 1", "x = {KEY = 1}", "[[KEY]]", "KEY = 1\n!!!", "'q'.KEY = 1",
            "x = ['s', {KEY = 1}]",
        ])
    func dottedKeys(shape: String) throws {
        let key = Array(repeating: "a", count: 200_000).joined(separator: ".")
        let problems = Parsing.problems(.server, shape.replacing("KEY", with: key))
        #expect(problems.map(\.line) == [1])
        #expect(problems.first?.found.contains("more than 8 dots") == true)
    }

    @Test("Brackets and dots inside strings and comments do not count")
    func nestingInStrings() {
        let noise = String(repeating: "[{.", count: 50)
        let text = Fixtures.server + "# \(noise)\n"
        #expect(Parsing.problems(.server, text) == [])
        for value in [
            "\"\(noise)\"", "'\(noise)'", "\"\"\"\n\(noise)\n\"\"\"", "'''\n\(noise)\n'''", "\"\\\"\(noise)\"",
            "\"\"\"a\"\"\(noise)\"\"\"\"\"",
        ] {
            let problems = Parsing.problems(.server, text.replacing("\"server.key\"", with: value))
            #expect(problems.allSatisfy { $0.keyPath == "server.key" })
        }
    }

    @Test("The most split rules are read, one more is not")
    func manyRules() throws {
        let most = ConfigurationLimits.maximumArrayElements
        func profile(_ count: Int) -> String {
            let blocks = (0..<count).map { "[[tunnel.split.vpn]]\ncidr = \"10.\($0 >> 8).\($0 & 255).0/24\"\n" }
            return Fixtures.profile.replacing("[[tunnel.split.vpn]]\ncidr = \"10.0.0.0/8\"\n", with: blocks.joined())
                .replacing("10.1.0.0/16", with: "172.16.0.0/12")
        }
        #expect(try Parsing.profile(profile(most)).tunnel.split.vpn.count == most)
        let problems = Parsing.problems(.profile, profile(most + 1))
        #expect(problems.map(\.expected) == ["at most \(most) elements"])
    }

    @Test("A table of too many keys is one problem")
    func manyKeys() {
        let keys = (0..<ConfigurationLimits.maximumTableKeys).map { "k\($0) = 1\n" }.joined()
        let problems = Parsing.problems(.server, Fixtures.server.replacing("[log]\n", with: "[log]\n" + keys))
        #expect(problems.map(\.expected) == ["at most 256 keys"])
        #expect(problems.map(\.keyPath) == ["log"])
    }

    @Test("The most statements are read, one more is not; comments and empty lines do not count")
    func manyStatements() {
        let most = ConfigurationLimits.maximumStatements
        let comments = String(repeating: "# comment\n\n", count: most)
        let unknown = Parsing.problems(.server, String(repeating: "[[a]]\n", count: most) + comments)
        #expect(unknown.first?.found.contains("more than") == false)
        let problems = Parsing.problems(.server, comments + String(repeating: "[[a]]\n", count: most + 1))
        #expect(problems.map(\.found) == ["more than \(most) keys and tables"])
        #expect(problems.map(\.line) == [3 * most + 1])
    }

    @Test("A string of more than the bound is one problem")
    func longString() {
        let longest = String(repeating: "a", count: ConfigurationLimits.maximumStringBytes)
        let atBound = Parsing.problems(.server, changing: "\"server.key\"", to: "\"\(longest)\"")
        #expect(atBound.map(\.expected) == ["a path of 1 to 1024 bytes without control characters"])
        let long = longest + "a"
        let problems = Parsing.problems(.server, changing: "\"server.key\"", to: "\"\(long)\"")
        #expect(problems.map(\.keyPath) == ["server.key"])
        #expect(problems.map(\.expected) == ["at most 524288 bytes"])
    }

    @Test("No more problems than the bound are told, and that there are more")
    func manyProblems() throws {
        let bad = (0..<1000).map { _ in "[[tunnel.split.vpn]]\ncidr = \"x\"\n" }.joined()
        let problems = Parsing.problems(.profile, changing: "[log]\n", to: bad + "[log]\n")
        #expect(problems.count == ConfigurationLimits.maximumProblems + 1)
        #expect(problems.last?.found == "800 more problems")
    }

    @Test("Every message is one printable line of bounded length")
    func oneLine() throws {
        let nasty = "\\u001b[31m\\n\\r\\u202e\\u2028" + String(repeating: "x", count: 5000)
        for problem in Parsing.problems(.profile, changing: "\"alice\"", to: "\"\(nasty)\"") {
            #expect(
                problem.description.unicodeScalars.allSatisfy {
                    $0.value >= 0x20 && $0 != "\u{202e}" && $0 != "\u{2028}"
                })
            #expect(problem.description.utf8.count < 1000)
        }
        #expect(Parsing.problems(.profile, changing: "\"alice\"", to: "\"\(nasty)\"").count == 1)
    }
}
