import AuraBridges
import AuraConfig
import AuraNode
import AuraPKI
import AuraWire
import Foundation
import Testing

@Suite("Signing a bridges manifest")
struct OperatorSigningTests {
    @Test("What was named is signed, written where the server looks for it, and taken by who knows the authority")
    func named() throws {
        try withDesk { desk in
            try desk.makeServer()
            let outcome = try desk.sign(["VPN.example.org:tcp=443:udp=8443", "[2001:DB8::1]:quic=8444"])
            #expect(outcome.path == desk.manifestFile && outcome.isWatched && outcome.source == nil)
            #expect(ways(outcome) == ["vpn.example.org:udp=8443:tcp=443", "[2001:db8::1]:quic=8444"])
            let bridges = outcome.signed.manifest.bridges.map(\.description)
            #expect(bridges == ["vpn.example.org:8443", "vpn.example.org:443", "[2001:db8::1]:8444"])
            #expect(outcome.signed.manifest.issuedAt == issueTime && outcome.signed.manifest.expiresAt == days(90))
            #expect(outcome.warnings.isEmpty && outcome.replaced == nil && outcome.isFirst)
            let pem = try desk.text(desk.ca + "/ca.pem")
            let bytes = Array(try desk.text(desk.manifestFile).utf8)
            let verified = try ManifestVerifier(authorityPEM: pem).verify(bytes, now: issueTime)
            #expect(verified == outcome.signed)
        }
    }

    @Test("The list for version 3.3 can be named, alone or beside endpoints")
    func oldList() throws {
        try withDesk { desk in
            try desk.makeServer()
            let alone = try desk.sign(bridges: ["vpn.example.org:8443", "[2001:db8::1]:443"])
            #expect(
                ways(alone) == [
                    "vpn.example.org:udp=8443:tcp=8443:quic=8443", "[2001:db8::1]:udp=443:tcp=443:quic=443",
                ])
            let both = try desk.sign(["vpn.example.org:udp=1"], bridges: ["old.example.org:2"])
            #expect(both.signed.manifest.bridges.map(\.description) == ["old.example.org:2"])
            #expect(ways(both) == ["vpn.example.org:udp=1", "old.example.org:udp=2:tcp=2:quic=2"])
        }
    }

    @Test("The text alone can be had, and its number is used up all the same")
    func textOnly() throws {
        try withDesk { desk in
            try desk.makeServer()
            let outcome = try desk.sign(to: .textOnly)
            #expect(outcome.path == nil && !outcome.isWatched)
            #expect(!FileManager.default.fileExists(atPath: desk.manifestFile))
            #expect(try desk.sign().signed.manifest.serial == 2)
        }
    }

    @Test("Where authority and output are named, no server.toml is needed")
    func withoutServer() throws {
        try withDesk { desk in
            let vault = try desk.makeForeignAuthority()
            let path = desk.root + "/out.toml"
            let outcome = try desk.sign(ca: vault, to: .file(path))
            #expect(outcome.path == path && outcome.watchedPath == nil && !outcome.isWatched)
            #expect(try desk.inspect(path, ca: vault + "/ca.pem").isValid)
            #expect(try operatorError { try desk.sign(ca: vault) } == .noConfiguration(path: desk.serverFile))
        }
    }

    @Test("What the server would refuse is not signed for it")
    func foreignAuthority() throws {
        try withDesk { desk in
            try desk.makeServer()
            let vault = try desk.makeForeignAuthority()
            let before = try desk.contents()
            guard case .foreignAuthority = try operatorError({ try desk.sign(ca: vault) }) else {
                Issue.record("not refused")
                return
            }
            #expect(try desk.contents() == before)
            // Where the server's certificate is not here, nothing can be said.
            try desk.sign(ca: desk.ca)
            try desk.remove(desk.ca + "/ca.pem")
            try desk.remove(desk.manifestFile)
            #expect(try desk.sign(ca: vault).path == desk.manifestFile)
        }
    }

    @Test("Every wrong argument is named at once")
    func problems() throws {
        let problems = try argumentProblems {
            _ = try BridgeSigning.Request(
                directory: "/x", endpoints: ["a.example:udp=0", "0.0.0.0:tcp=1", "b.example:udp=1", "b.example:udp=1"],
                bridges: ["c.example", "[::]:1"], hosts: ["d.example"], serial: 0, days: 0)
        }
        for part in [
            "--endpoints: \"a.example:udp=0\"", "0.0.0.0", "b.example:udp=1 found twice",
            "--bridges: \"c.example\"", "[::]", "--host: found without --from-runtime", "--serial: 0",
            "--valid-days: 0",
        ] { #expect(problems.count { $0.contains(part) } == 1, "\(part): \(problems)") }
        #expect(problems.count == 8)
    }

    @Test("Without anything that tells of a server, the error says how to name one")
    func noSource() throws {
        let problems = try argumentProblems { _ = try BridgeSigning.Request(directory: "/x") }
        #expect(problems.count == 1)
        #expect(problems[0].contains("--from-runtime SERVER_TOML") && problems[0].contains("--endpoints HOST:"))
        _ = try BridgeSigning.Request(directory: "/x", endpoints: ["a.example:udp=1"])
    }

    @Test(
        "A host that means every host or several is never signed",
        arguments: ["0.0.0.0", "0.1.2.3", "255.255.255.255", "224.0.0.1", "::", "::ffff:0.0.0.0", "ff02::1"])
    func wildcards(host: String) throws {
        let text = host.contains(":") ? "[\(host)]" : host
        for (endpoints, bridges, hosts) in [
            (["\(text):udp=1"], [], []), ([], ["\(text):1"], []), (["a.example:udp=1"], [], [host]),
        ] as [([String], [String], [String])] {
            let problems = try argumentProblems {
                _ = try BridgeSigning.Request(
                    directory: "/x", endpoints: endpoints, bridges: bridges, runtime: "/x/server.toml", hosts: hosts)
            }
            #expect(problems.count == 1 && problems.allSatisfy { $0.contains("dial") }, "\(problems)")
        }
    }

    @Test(
        "A host that only its own neighbourhood reaches is signed with a warning",
        arguments: [
            ("127.0.0.1", .itself), ("[::1]", .itself), ("localhost", .itself), ("169.254.3.4", .link),
            ("[fe80::1]", .link), ("10.0.0.1", .anywhere), ("198.51.100.1", .anywhere), ("[2001:db8::1]", .anywhere),
        ] as [(String, HostReach)])
    func limitedHosts(host: String, reach: HostReach) throws {
        try withDesk { desk in
            try desk.makeServer()
            let outcome = try desk.sign(["\(host):udp=1:tcp=2"])
            let bare = host.filter { !"[]".contains($0) }
            #expect(outcome.warnings == (reach == .anywhere ? [] : [.limitedHost(bare, reach)]))
        }
    }

    @Test("More endpoints than a manifest may have are refused")
    func tooMany() throws {
        try withDesk { desk in
            try desk.makeServer()
            let names = (0...ManifestLimits.maximumEndpoints).map { "b\($0).example.org:udp=1" }
            guard case .signing(let reason) = try operatorError({ try desk.sign(names) }) else {
                Issue.record("not refused")
                return
            }
            #expect(reason.contains("1000"))
            #expect(!FileManager.default.fileExists(atPath: desk.manifestFile))
            #expect(try desk.sign(Array(names.dropLast())).signed.manifest.endpoints.count == 1000)
        }
    }

    @Test("A manifest does not outlive its authority")
    func outlives() throws {
        try withDesk { desk in
            try desk.makeServer()
            guard case .outlivesAuthority = try operatorError({ try desk.sign(days: 3651) }) else {
                Issue.record("not refused")
                return
            }
            #expect(!FileManager.default.fileExists(atPath: desk.serialFile))
            try desk.sign(days: 3650)
        }
    }
}
