import AuraConfig
import Foundation
import Testing

@Suite("Checking a file")
struct CheckTests {
    /// Writes a server.toml and what it names; `body` gets the directory.
    private func withServer(_ body: (String) throws -> Void) throws {
        try TemporaryDirectory.with { directory in
            try FileManager.default.createDirectory(atPath: directory + "/ca", withIntermediateDirectories: false)
            try TemporaryDirectory.write(Fixtures.server, to: directory + "/server.toml")
            try TemporaryDirectory.write(Fixtures.privateKey, to: directory + "/server.key")
            try TemporaryDirectory.write(Fixtures.certificate, to: directory + "/server.pem", mode: 0o644)
            try TemporaryDirectory.write(Fixtures.certificate, to: directory + "/ca/ca.pem", mode: 0o644)
            try TemporaryDirectory.write(Fixtures.certificate, to: directory + "/tls.pem", mode: 0o644)
            try TemporaryDirectory.write(Fixtures.privateKey, to: directory + "/tls.key")
            try TemporaryDirectory.write(String(repeating: "s", count: 32), to: directory + "/quic.secret")
            try body(directory)
        }
    }

    @Test("A good server.toml with its files has no problems")
    func goodServer() throws {
        try withServer { #expect(ConfigurationCheck.problems(inFile: $0 + "/server.toml") == []) }
    }

    @Test("A good profile has no problems")
    func goodProfile() throws {
        try TemporaryDirectory.with { directory in
            try TemporaryDirectory.write(Fixtures.profile, to: directory + "/alice.toml")
            #expect(ConfigurationCheck.problems(inFile: directory + "/alice.toml") == [])
        }
    }

    @Test("A missing certificate and a key that others can read are problems of a server.toml")
    func referencedFiles() throws {
        try withServer { directory in
            try FileManager.default.removeItem(atPath: directory + "/server.pem")
            try TemporaryDirectory.write(Fixtures.privateKey, to: directory + "/server.key", mode: 0o640)
            let problems = ConfigurationCheck.problems(inFile: directory + "/server.toml")
            #expect(problems.map(\.file) == [directory + "/server.pem", directory + "/server.key"])
            #expect(problems.last?.suggestion == "run: chmod 600 \(directory)/server.key")
        }
    }

    @Test(
        "What tcp and quic need is looked at while they are enabled",
        arguments: [
            ("tls.pem", nil, 0o644, "cannot be opened: No such file or directory"),
            ("tls.key", Fixtures.privateKey, 0o604, "mode 0604"), ("quic.secret", "short", 0o600, "5 bytes"),
            ("quic.secret", String(repeating: "s", count: 33), 0o600, "larger than 32 bytes"),
            ("quic.secret", String(repeating: "s", count: 32), 0o640, "mode 0640"),
        ] as [(String, String?, Int, String)])
    func transportFiles(name: String, text: String?, mode: Int, found: String) throws {
        try withServer { directory in
            let (file, path) = (directory + "/server.toml", directory + "/" + name)
            try FileManager.default.removeItem(atPath: path)
            if let text { try TemporaryDirectory.write(text, to: path, mode: mode) }
            let problems = ConfigurationCheck.problems(inFile: file)
            #expect(problems.map(\.file) == [path])
            #expect(problems.first?.found == found)
            #expect((problems.first?.suggestion?.contains("aura tls-init") == true) == (text == nil))
            let off = Fixtures.server.replacing(
                "enabled = true\nport = 8443\n[transport.quic]\nenabled = true",
                with: "enabled = false\nport = 8443\n[transport.quic]\nenabled = false")
            try TemporaryDirectory.write(off, to: file)
            #expect(ConfigurationCheck.problems(inFile: file) == [])
        }
    }

    @Test("A decoy's directory must have a first page")
    func decoySite() throws {
        try withServer { directory in
            let (file, site) = (directory + "/server.toml", directory + "/www")
            let text = Fixtures.server.replacing("[decoy]", with: "[decoy]\nsite = \"www\"")
            try TemporaryDirectory.write(text, to: file)
            let problems = ConfigurationCheck.problems(inFile: file)
            #expect(problems.map(\.file) == [site + "/index.html"])
            #expect(problems.first?.suggestion?.contains("decoy.site") == true)
            try FileManager.default.createDirectory(atPath: site, withIntermediateDirectories: false)
            try TemporaryDirectory.write("<title>x</title>", to: site + "/index.html", mode: 0o644)
            #expect(ConfigurationCheck.problems(inFile: file) == [])
        }
    }

    @Test("A bridges manifest may be missing, but not be something else than a file")
    func bridgesFile() throws {
        try withServer { directory in
            let (file, path) = (directory + "/server.toml", directory + "/bridges.toml")
            try TemporaryDirectory.write(Fixtures.manifest, to: path, mode: 0o644)
            #expect(ConfigurationCheck.problems(inFile: file) == [])
            try FileManager.default.removeItem(atPath: path)
            #expect(ConfigurationCheck.problems(inFile: file) == [])
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            let problems = ConfigurationCheck.problems(inFile: file)
            #expect(problems.map(\.file) == [path] && problems.map(\.found) == ["not a regular file"])
        }
    }

    @Test("The mode and the contents are reported together")
    func modeAndContents() throws {
        try TemporaryDirectory.with { directory in
            let path = directory + "/alice.toml"
            let text = Fixtures.profile.replacing("udp = 8443", with: "udp = 0").replacing("default", with: "defualt")
            try TemporaryDirectory.write(text, to: path, mode: 0o644)
            let problems = ConfigurationCheck.problems(inFile: path)
            #expect(problems.map(\.found) == ["mode 0644", "found 0", "unknown key"])
        }
    }

    @Test("A file that is missing is one problem")
    func missing() {
        #expect(ConfigurationCheck.problems(inFile: "/nonexistent/aura.toml").map(\.file) == ["/nonexistent/aura.toml"])
    }

    @Test("The kind is told from the keys, also of a file with slips")
    func kinds() throws {
        func kind(_ text: String) throws -> ConfigurationFile.Kind {
            try ConfigurationFile.kind(of: ConfigurationText(text, path: "f.toml"))
        }
        #expect(try kind(Fixtures.server) == .server)
        #expect(try kind(Fixtures.profile) == .profile)
        #expect(try kind(Fixtures.server.replacing("[server]", with: "[sever]")) == .server)
        #expect(try kind(Fixtures.profile.replacing("[client]", with: "[clinet]")) == .profile)
        #expect(try kind("[pki]\nca = 1") == .profile)
        #expect(try kind("[tunnel]\npool = 1") == .server)
        #expect(try kind("[decoy]\nsite = 1") == .server)
        #expect(try kind("[transport]\ntls_key = 1") == .server)
        #expect(try kind("[transport]\ntls_pins = 1") == .profile)
        #expect(try kind("[transport]\nport_scan = 1") == .server)
        for key in ["manifest", "url", "keep"] { #expect(try kind("[bridges]\n\(key) = 1") == .profile) }
        #expect(try kind(Fixtures.server + "[bridges]\nfile = \"b.toml\"\n") == .server)
        #expect(try kind(Fixtures.profile + "[bridges]\nfile = \"b.toml\"\n") == .profile)
    }

    @Test(
        "A file of neither kind or of both says what was expected",
        arguments: [
            ("", "no keys of Aura's"), ("[bridges]\nfile = 1", "no keys of Aura's"), ("a = 1", "no keys of Aura's"),
            ("[pki]\nca = 1\n[tunnel]\npool = 1", "keys of both kinds of file"),
        ])
    func unclear(text: String, found: String) throws {
        let error = try #require(throws: ConfigurationError.self) {
            try ConfigurationFile.kind(of: ConfigurationText(text, path: "f.toml"))
        }
        #expect(error.problems.map(\.found) == [found])
        #expect(error.problems.first?.expected.contains("public_host") == true)
        #expect(error.problems.first?.expected.contains("[pki]") == true)
    }
}
