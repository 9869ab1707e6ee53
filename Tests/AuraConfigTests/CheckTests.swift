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
    }

    @Test(
        "A file of neither kind or of both says what was expected",
        arguments: [
            ("", "no keys of Aura's"), ("a = 1", "no keys of Aura's"),
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
