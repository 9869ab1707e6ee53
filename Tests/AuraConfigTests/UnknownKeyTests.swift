import AuraConfig
import Testing

@Suite("Keys that are not known")
struct UnknownKeyTests {
    @Test(
        "A misspelt key is named with the nearest known one",
        arguments: [
            ("default =", "defualt =", "tunnel.defualt", "default"),
            ("interface =", "inteface =", "tunnel.inteface", "interface"),
            ("interface =", "ofload = true\ninterface =", "tunnel.ofload", "offload"),
            ("interface =", "busy_poll = 1\ninterface =", "tunnel.busy_poll", "busy_poll_us"),
            ("interface =", "rekey_after = 9\ninterface =", "tunnel.rekey_after", "rekey_after_s"),
            ("order =", "odrer =", "transport.odrer", "order"),
            ("tls_pins =", "tls_pin =", "transport.tls_pin", "tls_pins"),
            ("udp =", "upd =", "server.upd", "udp"),
            ("server_name =", "servername =", "client.servername", "server_name"),
            ("[log]\nlevel", "[log]\nLevel", "log.Level", "level"),
            ("[[tunnel.split.vpn]]", "[[tunnel.spilt.vpn]]", "tunnel.spilt", "split"),
            ("[[tunnel.split.vpn]]", "[[tunnel.split.vnp]]", "tunnel.split.vnp", "vpn"),
            ("cidr = \"10.0.0.0/8\"", "cird = \"10.0.0.0/8\"", "tunnel.split.vpn[0].cird", "cidr"),
        ])
    func misspelt(old: String, new: String, key: String, meant: String) throws {
        #expect(Parsing.problems(.profile, changing: old, to: old) == [])
        let problems = Parsing.problems(.profile, changing: old, to: new)
        let problem = try #require(problems.first { $0.found == "unknown key" })
        #expect(problem.keyPath == key)
        #expect(problem.suggestion == "did you mean `\(meant)`?")
        #expect(problem.line != nil)
        #expect(
            problem.description.contains(
                "/home/alice/alice.toml:\(problem.line ?? 0): \(key): unknown key; expected one of "))
    }

    @Test("A key that is like no other has no suggestion but the list", arguments: ["colour", "x", "", "\\u0001"])
    func unlike(key: String) throws {
        let problems = Parsing.problems(.server, changing: "[tunnel]", to: "[tunnel]\n\"\(key)\" = 1")
        #expect(problems.count == 1)
        #expect(problems.first?.found == "unknown key")
        #expect(problems.first?.suggestion == nil)
        #expect(problems.first?.expected.contains("interface, pool, pool6, mtu") == true)
    }

    @Test("A key whose letters only look right is unknown, and visible")
    func lookalike() {
        let problems = Parsing.problems(.server, changing: "mtu = 1320", to: "\"mtu\\u200b\" = 1320")
        #expect(problems.map(\.keyPath) == ["tunnel.mtu\\u{200b}"])
        #expect(problems.first?.suggestion == "did you mean `mtu`?")
    }

    @Test("A table in the wrong file is unknown", arguments: ["[pki]", "[client]"])
    func wrongFile(header: String) {
        let problems = Parsing.problems(.server, Fixtures.server + header + "\n")
        #expect(problems.count == 1)
        #expect(problems.first?.found == "unknown key")
    }

    @Test("Where a table is expected, a value is a problem that says what to write")
    func valueForTable() {
        let text = Fixtures.server.replacing("[log]\nlevel = \"info\"\nformat = \"text\"\n", with: "")
        #expect(Parsing.problems(.server, text) == [])
        let problems = Parsing.problems(.server, text.replacing("version = 1", with: "version = 1\nlog = 3"))
        #expect(problems.map(\.found) == ["found 3"])
        #expect(problems.map(\.suggestion) == ["write [log]"])
    }

    @Test("The old flat lists are refused with the blocks to write", arguments: ["version = 1\n", "[tunnel]\n"])
    func flatLists(place: String) throws {
        let flat = "vpn_cidrs = [\"172.16.0.0/12\", \"fd00::/8\"]\ndirect_cidrs = [\"192.168.0.0/16\"]\n"
        let problems = Parsing.problems(.profile, changing: place, to: place + flat)
        #expect(problems.count == 2)
        let vpn = try #require(problems.first { $0.keyPath.hasSuffix("vpn_cidrs") })
        #expect(vpn.expected == "[[tunnel.split.vpn]] blocks")
        let suggestion = try #require(vpn.suggestion)
        #expect(
            suggestion.contains(
                "[[tunnel.split.vpn]] cidr = \"172.16.0.0/12\" and [[tunnel.split.vpn]] cidr = \"fd00::/8\""))
        let direct = try #require(problems.first { $0.keyPath.hasSuffix("direct_cidrs") })
        #expect(direct.suggestion?.contains("[[tunnel.split.direct]] cidr = \"192.168.0.0/16\"") == true)
    }

    @Test("A long flat list is cut short in the suggestion")
    func longFlatList() throws {
        let list = (0..<100).map { "\"10.\($0).0.0/16\"" }.joined(separator: ", ")
        let problems = Parsing.problems(.profile, changing: "[tunnel]\n", to: "[tunnel]\nvpn_cidrs = [\(list)]\n")
        let suggestion = try #require(problems.first?.suggestion)
        #expect(suggestion.hasSuffix("and so on, 100 blocks in all"))
        #expect(suggestion.utf8.count < 1024)
    }

    @Test("A list of texts where blocks belong is refused with the blocks to write")
    func listForBlocks() {
        let text = Fixtures.profile.replacing("[[tunnel.split.vpn]]\ncidr = \"10.0.0.0/8\"\n", with: "")
            .replacing("default = \"direct\"", with: "default = \"direct\"\nsplit.vpn = [\"10.0.0.0/8\"]")
            .replacing("[[tunnel.split.direct]]\ncidr = \"10.1.0.0/16\"\n", with: "")
        let problems = Parsing.problems(.profile, text)
        #expect(problems.map(\.keyPath) == ["tunnel.split.vpn"])
        #expect(problems.first?.suggestion?.contains("[[tunnel.split.vpn]] cidr = \"10.0.0.0/8\"") == true)
    }
}
