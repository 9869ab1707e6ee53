import AuraConfig
import AuraNode
import AuraPKI
import AuraWire
import Foundation
import Testing

@Suite("Provisioning a client")
struct ClientProvisioningTests {
    @Test("The profile is private, says what was asked for, and its identity is accepted by the server")
    func profile() throws {
        try withDesk { desk in
            let server = try desk.makeServer()
            let outcome = try desk.provision(vpn: ["10.0.0.0/8, fd00::/8", "192.0.2.0/24"], direct: ["10.1.0.0/16"])
            let path = try #require(outcome.path)
            #expect(try desk.mode(path) == 0o600)
            #expect(ConfigurationCheck.problems(inFile: path).isEmpty)
            var profile = try ClientProfile.load(path)
            #expect(profile.bridges.keep?.resolved == path + ".bridges")
            // Where the client keeps things is known once it has a file.
            profile.bridges.keep = nil
            #expect(profile == outcome.profile)
            #expect(profile.outerKey == server.configuration.outerKey)
            #expect(
                "\(profile.name) \(profile.serverName) \(profile.server.host)"
                    == "alice vpn.example.org vpn.example.org")
            #expect([profile.server.udp, profile.server.tcp, profile.server.quic] == [8443, 8443, 8444])
            #expect(profile.tunnel.defaultAction == .direct)
            #expect(profile.tunnel.split.vpn.map(\.description) == ["10.0.0.0/8", "fd00::/8", "192.0.2.0/24"])
            let identity = try Identity(certificatePEM: profile.pki.certificate, privateKeyPEM: profile.pki.key.text)
            let proof: [UInt8] = [1]
            let verified = try PeerVerifier(authorityPEM: profile.pki.ca, expecting: .client).verify(
                leaf: identity.certificateDER, signature: identity.sign(proof), over: proof, now: issueTime)
            #expect(verified.name == "alice")
            #expect(identity.notAfter == issueTime.addingTimeInterval(365 * 86400))
        }
    }

    @Test("Splits are rendered as blocks, one for each")
    func splits() throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.provision(vpn: ["10.0.0.0/8,172.16.0.0/12"], direct: ["10.1.0.0/16"], defaultAction: .vpn)
            let text = try desk.text(desk.root + "/alice.toml")
            let lines = text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
            let start = try #require(lines.firstIndex(of: "[[tunnel.split.vpn]]"))
            #expect(
                Array(lines[start...].prefix(6)) == [
                    "[[tunnel.split.vpn]]", "cidr = \"10.0.0.0/8\"", "[[tunnel.split.vpn]]", "cidr = \"172.16.0.0/12\"",
                    "[[tunnel.split.direct]]", "cidr = \"10.1.0.0/16\"",
                ])
            #expect(lines.contains("default = \"vpn\""))
        }
    }

    @Test("Host and ports can be overridden; the certificate's name stays, and a disabled transport is left out")
    func overrides() throws {
        try withDesk { desk in
            let made = try desk.makeServer()
            var configuration = made.configuration
            configuration.transports.quic.enabled = false
            try SecretFile.write(configuration.rendered(), to: made.configurationPath, overwrite: true)
            let profile = try desk.provision(host: "2001:DB8::1", ports: TransportPorts(udp: 443)).profile
            #expect("\(profile.server.host) \(profile.serverName)" == "2001:db8::1 vpn.example.org")
            #expect([profile.server.udp, profile.server.tcp, profile.server.quic] == [443, 8443, nil])
        }
    }

    @Test("The certificate is recorded, and one from before is told until it is revoked")
    func record() throws {
        try withDesk { desk in
            try desk.makeServer()
            let first = try desk.provision()
            #expect(first.earlier.isEmpty)
            let second = try desk.provision(overwrite: true)
            #expect(second.earlier.map(\.serial) == [first.serial])
            let issued = try IssuedCertificates(contentsOf: desk.ca + "/issued.txt")
            #expect(issued.named("alice").map(\.serial) == [first.serial, second.serial])
            _ = try desk.revoke("alice")
            #expect(try desk.provision(overwrite: true).earlier.isEmpty)
        }
    }

    @Test("A certificate is recorded even when its profile cannot be written")
    func recordedFirst() throws {
        try withDesk { desk in
            try desk.makeServer()
            try AtomicFile.write([1], to: desk.root + "/plain", overwrite: false)
            let request = try ClientProvisioning.Request(
                name: "bob", directory: desk.directory, output: desk.root + "/plain/bob.toml")
            #expect(try operatorError { _ = try ClientProvisioning(request).run(now: issueTime) } != nil)
            #expect(try desk.revoke("bob").added.count == 1)
        }
    }

    @Test("Without an output nothing but the record is written, and the text is the profile")
    func textOnly() throws {
        try withDesk { desk in
            try desk.makeServer()
            let before = Set(try desk.contents().keys)
            let request = try ClientProvisioning.Request(name: "alice", directory: desk.directory, output: nil)
            let outcome = try ClientProvisioning(request).run(now: issueTime)
            #expect(Set(try desk.contents().keys) == before)
            let parsed = try ClientProfile(parsing: ConfigurationText(outcome.text.text, path: "x"))
            #expect(parsed == outcome.profile)
            #expect(!"\(outcome)".contains("PRIVATE KEY"))
        }
    }

    @Test("A file that is there is left byte for byte, and nothing is issued")
    func refusal() throws {
        try withDesk { desk in
            try desk.makeServer()
            let path = desk.root + "/alice.toml"
            try AtomicFile.write(Array("mine".utf8), to: path, mode: 0o644, overwrite: false)
            let before = try desk.contents()
            guard case .exists([path], _) = try operatorError({ try desk.provision() }) else {
                Issue.record("not refused")
                return
            }
            #expect(try desk.contents() == before)
            #expect(try desk.mode(path) == 0o644)
            try desk.provision(overwrite: true)
            #expect(try desk.mode(path) == 0o600)
        }
    }

    @Test(
        "Names that are no names are refused",
        arguments: [
            "", ".", "..", "../alice", "a/b", "/etc/passwd", "a..b", ".hidden", "-rf", "a b", "a\n", "a\0b", "é",
            "a\\b",
            "~root", "$HOME", String(repeating: "a", count: 65),
        ])
    func badNames(name: String) throws {
        let problems = try argumentProblems {
            _ = try ClientProvisioning.Request(name: name, directory: "/x", output: nil)
        }
        #expect(problems.count == 1 && problems[0].hasPrefix("NAME: "), "\(problems)")
    }

    @Test("Proper names are taken", arguments: ["a", "alice", "Bob-2", "_x", "a.b", String(repeating: "a", count: 64)])
    func goodNames(name: String) throws {
        try withDesk { desk in
            try desk.makeServer()
            #expect(try desk.provision(name).profile.name.text == name)
        }
    }

    @Test("Every wrong argument is named at once")
    func problems() throws {
        let problems = try argumentProblems {
            _ = try ClientProvisioning.Request(
                name: "a/b", directory: "/x", vpn: ["10.0.0.1/8,nonsense,,10.0.0.0/8"],
                direct: ["10.0.0.0/8", "fd00::/129"], host: "a b", ports: TransportPorts(tcp: 0), days: 0, output: nil)
        }
        for part in [
            "NAME: ", "did you mean 10.0.0.0/8?", "\"nonsense\"", "\"\"", "already in --vpn-cidrs", "0 to 128",
            "--host: ",
            "--tcp-port: ", "--days: ",
        ] { #expect(problems.count { $0.contains(part) } == 1, "\(part): \(problems)") }
        #expect(problems.count == 9)
    }

    @Test("A key that others can read is refused", arguments: [0o640, 0o604, 0o660])
    func exposedKey(mode: Int) throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.setMode(mode, desk.ca + "/ca.key")
            let before = try desk.contents()
            let error = try operatorError { try desk.provision() }
            #expect(error == .file(.exposed(path: desk.ca + "/ca.key", mode: UInt32(mode))))
            #expect(try desk.contents() == before)
            try desk.setMode(0o600, desk.ca + "/ca.key")
            try desk.provision()
        }
    }

    @Test("Without the authority's key the error says where to provision")
    func noAuthority() throws {
        try withDesk { desk in
            try desk.makeServer()
            try FileManager.default.moveItem(atPath: desk.ca, toPath: desk.root + "/vault")
            let error = try #require(try operatorError { try desk.provision() })
            #expect(error == .noAuthorityKey(path: desk.ca + "/ca.key"))
            #expect(error.description.contains("where the authority's key is kept"))
            try desk.provision(ca: desk.root + "/vault")
        }
    }

    @Test("Without server.toml the error says so")
    func noConfiguration() throws {
        try withDesk { desk in
            let error = try operatorError { try desk.provision() }
            #expect(error == .noConfiguration(path: desk.directory + "/server.toml"))
        }
    }

    @Test("An authority that the server does not know is refused")
    func foreignAuthority() throws {
        try withDesk { desk in
            try desk.makeServer()
            let (other, vault) = (try CertificateAuthority(now: issueTime), desk.root + "/other")
            try SecretFile.write(other.privateKeyPEM(), to: vault + "/ca.key", overwrite: false)
            try AtomicFile.write(Array(other.certificatePEM.utf8), to: vault + "/ca.pem", overwrite: false)
            guard case .foreignAuthority = try operatorError({ try desk.provision(ca: vault) }) else {
                Issue.record("not refused")
                return
            }
            #expect(!FileManager.default.fileExists(atPath: desk.root + "/alice.toml"))
            try desk.provision(ca: desk.ca)
        }
    }

    @Test("No certificate outlives the authority")
    func outlives() throws {
        try withDesk { desk in
            try desk.makeServer()
            guard case .certificate(.outlivesAuthority) = try operatorError({ try desk.provision(days: 3651) }) else {
                Issue.record("not refused")
                return
            }
            try desk.provision(days: 3650)
        }
    }
}
