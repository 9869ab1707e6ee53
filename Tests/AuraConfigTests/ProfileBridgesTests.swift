import AuraConfig
import AuraWire
import Testing

@Suite("Bridges in a profile")
struct ProfileBridgesTests {
    private static func profile(_ lines: String) -> String { Fixtures.profile + "[bridges]\n" + lines }

    @Test("A profile of before this table reads as it did")
    func older() throws {
        #expect(!Fixtures.profile.contains("[bridges]"))
        #expect(try Parsing.profile(Fixtures.profile).bridges == ProfileBridges())
        #expect(try Parsing.profile(Self.profile("")) == Fixtures.clientProfile())
    }

    @Test("Every value is read")
    func whole() throws {
        let lines = """
            manifest = \"""\n\(Fixtures.manifest.replacing("\"", with: "\\\""))\"""
            file = "b.toml"
            url = "https://a.example/b.toml"
            keep = "/var/lib/aura/alice"
            """
        let bridges = try Parsing.profile(Self.profile(lines)).bridges
        #expect(bridges.manifest == Fixtures.manifest)
        #expect(bridges.file?.resolved == "/home/alice/b.toml")
        #expect(bridges.url?.description == "https://a.example/b.toml")
        #expect(bridges.keep?.resolved == "/var/lib/aura/alice")
    }

    @Test("A manifest is taken as it is, good or not", arguments: ["", "x", "# aura-manifest-signature: \n"])
    func unverified(text: String) throws {
        #expect(try Parsing.profile(Self.profile("manifest = '''\n\(text)'''")).bridges.manifest == text)
    }

    @Test(
        "A value that will not do is one problem that names the key",
        arguments: [
            ("manifest = 1", "manifest", "an integer", "multi-line string"),
            ("manifest = [\"a\"]", "manifest", "an array of 1", "multi-line string"),
            ("file = \"\"", "file", "found \"\"", "a path"),
            ("keep = false", "keep", "found false", "a path"),
            ("url = \"http://a.example/b\"", "url", "found \"http://", "https"),
            ("url = 443", "url", "found 443", "https"),
            ("urls = \"https://a/b\"", "urls", "unknown key", "manifest, file, url, keep"),
        ])
    func refused(line: String, key: String, found: String, expected: String) throws {
        let problems = Parsing.problems(.profile, Self.profile(line))
        let problem = try #require(problems.first)
        #expect(problems.count == 1)
        #expect(problem.keyPath == "bridges.\(key)")
        #expect(problem.found.contains(found))
        #expect(problem.expected.contains(expected))
        #expect(problem.line != nil)
    }

    @Test(
        "The client's own copy is not the file that somebody else writes",
        arguments: [
            ("file = \"alice.toml.bridges\"", false), ("file = \"/home/alice/alice.toml.bridges\"", false),
            ("file = \"b\"\nkeep = \"b\"", false), ("file = \"b\"\nkeep = \"/home/alice/b\"", false),
            ("file = \"b\"\nkeep = \"c\"", true), ("file = \"alice.toml.bridges\"\nkeep = \"c\"", true),
        ])
    func separateFiles(lines: String, isGood: Bool) {
        let problems = Parsing.problems(.profile, Self.profile(lines))
        #expect(problems.map(\.keyPath) == (isGood ? [] : ["bridges.file"]))
    }

    @Test("A profile that is loaded says where its manifest is kept: beside it, unless it names a place")
    func keep() throws {
        #expect(try Parsing.profile(Fixtures.profile).bridges.keep == nil)
        try TemporaryDirectory.with { directory in
            let path = directory + "/alice.toml"
            try TemporaryDirectory.write(Fixtures.profile, to: path)
            let loaded = try ClientProfile.load(path)
            #expect(loaded.bridges.keep?.resolved == path + ".bridges")
            try TemporaryDirectory.write(loaded.rendered(), to: path)
            #expect(try ClientProfile.load(path) == loaded)
            try TemporaryDirectory.write(Self.profile("keep = \"k\""), to: path)
            #expect(try ClientProfile.load(path).bridges.keep?.resolved == directory + "/k")
        }
    }

    @Test(
        "The place beside a profile follows from its path",
        arguments: [
            ("alice.toml", "./alice.toml.bridges"), ("a/b.toml", "a/b.toml.bridges"), ("/b", "/b.bridges"),
            (String(repeating: "d/", count: 2000) + "b", String(repeating: "d/", count: 2000) + "b.bridges"),
        ])
    func standardKeep(profile: String, expected: String) {
        #expect(ProfileBridges.standardKeep(of: profile)?.resolved == expected)
    }

    @Test("A profile that may learn of more ports can be pinned to a transport that it has no port for")
    func pinned() throws {
        var profile = try Fixtures.clientProfile()
        profile.server.quic = nil
        #expect(throws: TransportNotOffered.self) { try profile.pinned(to: .quic) }
        profile.bridges.manifest = Fixtures.manifest
        #expect(try profile.pinned(to: .quic).transportOrder == [.quic])
    }
}
