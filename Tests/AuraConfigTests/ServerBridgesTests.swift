import AuraConfig
import Testing

@Suite("Ports and bridges in server.toml")
struct ServerBridgesTests {
    @Test("A file of before these keys reads as it did")
    func older() throws {
        #expect(!Fixtures.server.contains("port_scan") && !Fixtures.server.contains("[bridges]"))
        let configuration = try Parsing.server(Fixtures.server)
        #expect(configuration.transports.portScan == 20)
        #expect(configuration.transports.requireAll == false)
        #expect(configuration.files.bridges.written == "bridges.toml")
        #expect(configuration.files.bridges.resolved == "/etc/aura/bridges.toml")
    }

    @Test("The search is bounded and may be turned off", arguments: [0, 1, 20, 1000])
    func portScan(count: Int) throws {
        let text = Fixtures.server.replacing("[transport]\n", with: "[transport]\nport_scan = \(count)\n")
        #expect(try Parsing.server(text).transports.portScan == count)
    }

    @Test("All transports may be required", arguments: [true, false])
    func requireAll(flag: Bool) throws {
        let text = Fixtures.server.replacing("[transport]\n", with: "[transport]\nrequire_all = \(flag)\n")
        #expect(try Parsing.server(text).transports.requireAll == flag)
    }

    @Test("The manifest may be anywhere")
    func file() throws {
        let text = Fixtures.server + "[bridges]\nfile = \"/var/lib/aura/b.toml\"\n"
        #expect(try Parsing.server(text).files.bridges.resolved == "/var/lib/aura/b.toml")
        #expect(try Parsing.server(Fixtures.server + "[bridges]\n") == Fixtures.serverConfiguration())
    }

    @Test(
        "A value out of its range is one problem that names the key and the range",
        arguments: [
            ("[transport]", "port_scan = -1", "transport.port_scan", "found -1", "0 to 1000 ports"),
            ("[transport]", "port_scan = 1001", "transport.port_scan", "found 1001", "0 to 1000 ports"),
            ("[transport]", "port_scan = true", "transport.port_scan", "found true", "0 to 1000 ports"),
            ("[transport]", "port_scan = 1.5", "transport.port_scan", "floating-point", "0 to 1000 ports"),
            ("[transport]", "require_all = 1", "transport.require_all", "found 1", "true or false"),
            ("[transport]", "require_all = \"yes\"", "transport.require_all", "found \"yes\"", "true or false"),
            ("[decoy]\n[bridges]", "file = \"\"", "bridges.file", "found \"\"", "a path"),
            ("[decoy]\n[bridges]", "file = 7", "bridges.file", "found 7", "a path"),
            ("[decoy]\n[bridges]", "url = \"https://a/\"", "bridges.url", "unknown key", "one of file"),
            ("[transport]", "port_scam = 1", "transport.port_scam", "unknown key", "port_scan"),
        ])
    func refused(table: String, line: String, key: String, found: String, expected: String) throws {
        let old = String(table.prefix { $0 != "\n" })
        let problems = Parsing.problems(.server, changing: old, to: table + "\n" + line)
        let problem = try #require(problems.first)
        #expect(problems.count == 1)
        #expect(problem.keyPath == key)
        #expect(problem.found.contains(found))
        #expect(problem.expected.contains(expected))
        #expect(problem.line != nil)
    }

    @Test("Only a file has a place for the record of its ports: beside it, sorted next to it")
    func recordPath() throws {
        #expect(try Parsing.server(Fixtures.server).runtimeSnapshotPath == nil)
        try TemporaryDirectory.with { directory in
            let path = directory + "/server.toml"
            try TemporaryDirectory.write(Fixtures.server, to: path)
            #expect(try ServerConfiguration.load(path).runtimeSnapshotPath == path + ".runtime.json")
        }
    }
}
