import AuraConfig
import Testing

@Suite("Secrets stay out of texts")
struct SecretTests {
    /// Everything that Swift can make of a value by itself.
    private func texts(of value: Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        return [String(describing: value), String(reflecting: value), "\(value)", dumped]
    }

    private func leaks(_ text: String) -> Bool {
        text.contains("AAECAwQF") || text.contains("MC4CAQ") || text.contains("[0, 1, 2") || text.contains("45, 45, 45")
    }

    @Test("Printing, debugging and dumping the models show no key")
    func models() throws {
        let profile = try Parsing.profile(Fixtures.profile)
        #expect(profile.outerKey == Fixtures.outerKey)
        #expect(profile.pki.key.text == Fixtures.privateKey)
        let values: [Any] = [
            profile, try Parsing.server(Fixtures.server), Fixtures.outerKey, profile.pki,
            ConfigurationText(Fixtures.profile, path: "p.toml"),
        ]
        for value in values { #expect(texts(of: value).contains(where: leaks) == false) }
        #expect(texts(of: profile)[0].contains("<secret>"))
        #expect(leaks(profile.rendered()))
    }

    @Test(
        "A bad outer key is refused without being shown",
        arguments: [
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g",
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8!",
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBka GxwdHh8=", "",
        ])
    func badOuterKey(text: String) throws {
        for kind in ConfigurationFile.Kind.allCases {
            let problems = Parsing.problems(kind, changing: Fixtures.outerKeyText, to: text)
            let problem = try #require(problems.first)
            #expect(problems.count == 1)
            #expect(problem.keyPath.hasSuffix(".outer_key"))
            #expect(problem.found == "found a string of \(text.utf8.count) bytes")
            #expect(leaks(problem.description) == false)
        }
    }

    @Test("A key of the wrong type is refused without being shown")
    func wrongType() {
        let problems = Parsing.problems(.server, changing: "\"\(Fixtures.outerKeyText)\"", to: "31415926535")
        #expect(problems.map(\.found) == ["found an integer"])
        let array = Parsing.problems(
            .server, changing: "\"\(Fixtures.outerKeyText)\"", to: "[\"\(Fixtures.outerKeyText)\"]")
        #expect(array.map(\.found) == ["found an array of 1"])
    }

    @Test(
        "A syntax error on the line of a key does not repeat the line",
        arguments: [
            "31415926535897932384626433832795", "AAECAwQF", "'AAECAwQF", "\"AAECAwQF", "\"AAECAwQF\\q\"",
            "AAECAwQF = 1",
        ])
    func syntaxError(value: String) throws {
        for key in ["outer_key", "outerkey"] {
            let problems = Parsing.problems(
                .server, changing: "outer_key = \"\(Fixtures.outerKeyText)\"", to: "\(key) = \(value)")
            let problem = try #require(problems.first)
            #expect(leaks(problem.description) == false)
            #expect(problem.description.contains("3141") == false)
        }
    }

    @Test("A broken private key block does not repeat the key")
    func brokenPEM() {
        for problem in Parsing.problems(.profile, changing: "key = \"\"\"\n", to: "key = ") {
            #expect(leaks(problem.description) == false)
        }
        #expect(Parsing.problems(.profile, changing: "key = \"\"\"\n", to: "key = ").isEmpty == false)
    }

    @Test("A key in the wrong place is not repeated")
    func misplaced() {
        for old in ["\"alice\"", "server_name = \"vpn.example.org\"", "\"aura0\"", "\"10.0.0.0/8\""] {
            let new =
                old.hasPrefix("server") ? "server_name = \"\(Fixtures.outerKeyText)\"" : "\"\(Fixtures.outerKeyText)\""
            let problems = Parsing.problems(.profile, changing: old, to: new)
            #expect(problems.count == 1)
            #expect(problems.map(\.description).contains(where: leaks) == false)
        }
        let key = Parsing.problems(.profile, changing: "[log]", to: "[log]\n\"\(Fixtures.outerKeyText)\" = 1")
        #expect(key.map(\.keyPath) == ["log.(a key of 44 bytes)"])
    }

    @Test("Secrets compare by their bytes")
    func equality() {
        #expect(SecretBytes([1, 2]) == SecretBytes([1, 2]))
        #expect(SecretBytes([1, 2]) != SecretBytes([1, 3]))
        #expect(SecretBytes(text: "ab").bytes == [0x61, 0x62])
    }
}
