import AuraConfig
import AuraWire
import Testing

@Suite("Rendering and parsing give the same value")
struct RoundTripTests {
    private static let oddNames = [
        "plain", "with space", "quo\"te", "back\\slash", "'single'", "\"\"\"", "'''", "\\u0041", "#hash", "[a]", "a=b",
        "ü-ø-日本",
        "emoji 🦊", "e\u{301}", "\u{a0}", "trailing\\", "\u{200b}\u{202e}", "$HOME `x`", "%s%n",
    ]

    @Test("Server paths with odd characters", arguments: oddNames)
    func serverPaths(name: String) throws {
        var configuration = try Fixtures.serverConfiguration()
        configuration.files.key = try #require(ConfiguredPath(name, in: "/etc/aura"))
        configuration.files.leases = try #require(ConfiguredPath("/var/lib/\(name)/leases", in: "/etc/aura"))
        #expect(try Parsing.server(configuration.rendered()) == configuration)
    }

    @Test(
        "PEM texts with odd text around them",
        arguments: oddNames + ["\r\n", "\t", "\u{1}\u{7f}\u{85}", "\n\n", "\"\n\"\"\n\"\"\""])
    func pemTexts(noise: String) throws {
        var profile = try Fixtures.clientProfile()
        profile.pki.ca = noise + "\n" + Fixtures.certificate + noise
        profile.pki.key = SecretBytes(text: noise + "\n" + Fixtures.privateKey + noise)
        #expect(try Parsing.profile(profile.rendered()) == profile)
    }

    @Test("Servers with every value changed", arguments: 0..<50)
    func servers(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let configuration = try RandomModels.server(&generator)
        #expect(try Parsing.server(configuration.rendered()) == configuration)
    }

    @Test("Profiles with every value changed", arguments: 0..<50)
    func profiles(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let profile = try RandomModels.profile(&generator)
        #expect(try Parsing.profile(profile.rendered()) == profile)
    }
}
