import AuraConfig
import Testing

@Suite("A manifest in a profile keeps every byte")
struct ManifestTextTests {
    private static let hostile = [
        "", "\n", "\n\nx", "x\n", "\r\n", "a\r\nb\r\n", "\r", "a\rb", "\t", "'", "''", "'''", "''''''", "a'", "a''",
        "''a",
        "\"", "\"\"", "\"\"\"", "\"\"\"\"\"\"", "a\"", "\\", "a\\", "\\\\", "\\\n", "\\  \n  b", "\\u0041", "\\u0000",
        "\\U00000000", "\\\\u0000", "\\\\\\U00000000\r", "\\u000", "\u{1}", "\u{8}\u{c}\u{b}\u{1f}", "\u{7f}",
        "\u{80}\u{85}\u{9f}", "\u{a0}", "\u{ad}", "\u{feff}", "a\u{feff}", "\u{2028}\u{2029}", "\u{200b}\u{202e}",
        "ü", "u\u{308}", "'\u{301}''\u{301}", "''\u{301}'", "\"\u{301}\"\"", "日本", "🦊", "\u{fffd}", "\u{fffe}\u{ffff}",
        "\u{10ffff}", "\u{e000}", "# comment\n[table]\na = 'b'\n", "x = 1\n'''\n[pki]\nca = \"\"\n", "\"\"\"\n[pki]\n",
        "${HOME}`x`%s", "   \n   ", "version = 1\n# aura-manifest-signature: AAAA+/==\n",
    ]

    private func expectKept(_ manifest: String) throws {
        var profile = try Fixtures.clientProfile()
        profile.bridges.manifest = manifest
        let parsed = try Parsing.profile(profile.rendered())
        #expect(parsed.bridges.manifest.map { Array($0.utf8) } == Array(manifest.utf8))
        #expect(parsed == profile)
    }

    @Test("Hostile texts", arguments: hostile)
    func hostileTexts(text: String) throws {
        try expectKept(text)
        try expectKept(text + "\n" + Fixtures.manifest)
        try expectKept(Fixtures.manifest + text)
    }

    @Test("Texts put together of what TOML treats in its own ways", arguments: 0..<20)
    func noise(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<20 { try expectKept(RandomModels.noise(&generator)) }
    }

    @Test("Every character of one byte, and its neighbours")
    func singleBytes() throws {
        for value in UInt8(1)...127 { try expectKept("a\(Unicode.Scalar(value))b\(Unicode.Scalar(value))") }
    }

    @Test("A manifest of the largest size, one byte more is refused")
    func size() throws {
        let most = ConfigurationLimits.maximumStringBytes
        let line = "\"bridge-0001.example.org:8443\",\n"
        var text = String(repeating: line, count: most / line.utf8.count)
        text += String(repeating: "x", count: most - text.utf8.count)
        try expectKept(text)
        var profile = try Fixtures.clientProfile()
        profile.bridges.manifest = text + "x"
        #expect(Parsing.problems(.profile, profile.rendered()).map(\.keyPath) == ["bridges.manifest"])
    }

    @Test("A thousand servers fit")
    func manyServers() throws {
        let endpoints = (0..<1000).map {
            "[[endpoints]]\nhost = \"bridge-\($0).example.org\"\nudp = 8443\ntcp = 8443\nquic = 8444\n"
        }
        let bridges = (0..<3000).map { "\"bridge-\($0).example.org:\(40_000 + $0)\"" }
        let text = "version = 1\nbridges = [\(bridges.joined(separator: ", "))]\n" + endpoints.joined()
        #expect(text.utf8.count > 150_000)
        #expect(ProfileBridges.manifestText(Array(text.utf8)) == text)
        try expectKept(text)
    }

    @Test("Bytes that a profile cannot carry are no manifest text")
    func bytes() {
        #expect(ProfileBridges.manifestText(Array("a\r\nü".utf8)) == "a\r\nü")
        #expect(ProfileBridges.manifestText([0x61, 0]) == nil)
        #expect(ProfileBridges.manifestText([0x61, 0xff]) == nil)
        let most = ConfigurationLimits.maximumStringBytes
        #expect(ProfileBridges.manifestText([UInt8](repeating: 0x61, count: most))?.utf8.count == most)
        #expect(ProfileBridges.manifestText([UInt8](repeating: 0x61, count: most + 1)) == nil)
    }

    @Test("Texts that only look alike are different manifests")
    func lookalikes() {
        #expect(ProfileBridges(manifest: "u\u{308}") != ProfileBridges(manifest: "\u{fc}"))
        #expect(ProfileBridges(manifest: "\u{fc}") == ProfileBridges(manifest: "\u{fc}"))
        #expect(ProfileBridges(manifest: "") != ProfileBridges())
    }
}
