import AuraConfig
import AuraNode
import AuraPKI
import AuraWire
import Foundation
import Testing

@Suite("Making a server")
struct ServerInitializationTests {
    @Test("The files are there, private, and pass every check")
    func files() throws {
        try withDesk { desk in
            let outcome = try desk.makeServer()
            let (made, directory) = (try desk.contents(), desk.directory)
            #expect(
                Set(made.keys) == [
                    "aura/ca/ca.pem", "aura/ca/ca.key", "aura/ca/issued.txt", "aura/server.pem",
                    "aura/server.key", "aura/server.toml", "aura/tls.pem", "aura/tls.key", "aura/quic.secret",
                ])
            let secrets = ["ca/ca.key", "server.key", "server.toml", "tls.key", "quic.secret"]
            for path in secrets.map({ directory + "/" + $0 }) {
                #expect(try desk.mode(path) == 0o600, "\(path)")
            }
            for path in [directory, desk.ca] { #expect(try desk.mode(path) == 0o700, "\(path)") }
            #expect(ConfigurationCheck.problems(inFile: outcome.configurationPath).isEmpty)
            var loaded = try ServerConfiguration.load(outcome.configurationPath)
            // Where ports are recorded is known once there is a file.
            #expect(loaded.runtimeSnapshotPath == desk.snapshotFile)
            loaded.runtimeSnapshotPath = nil
            #expect(loaded == outcome.configuration)
            #expect(!outcome.isAuthorityKept && !outcome.isRenewal)
        }
    }

    @Test(
        "The authority and the server certificate belong together",
        arguments: ["vpn.example.org", "203.0.113.7", "2001:db8::7"])
    func certificate(host: String) throws {
        try withDesk { desk in
            let outcome = try desk.makeServer(host: host)
            let server = try Identity(
                certificatePEM: desk.text(outcome.certificatePath), privateKeyPEM: SecretFile.loadText(outcome.keyPath))
            let pem = try desk.text(outcome.authorityCertificatePath)
            let proof: [UInt8] = [1, 2, 3]
            let verified = try PeerVerifier(authorityPEM: pem, expecting: .server(named: ServerName(host))).verify(
                leaf: server.certificateDER, signature: server.sign(proof), over: proof, now: issueTime)
            #expect(verified.name == host)
            #expect(server.notAfter == issueTime.addingTimeInterval(825 * 86400))
            let record = try IssuedCertificates(contentsOf: desk.ca + "/issued.txt")
            #expect(record.entries.map(\.serial) == [server.serial])
        }
    }

    @Test("The random IPv6 block is a unique local /64 and differs from run to run; a given one is taken")
    func pools() throws {
        let blocks = try (1...UInt64(20)).map { seed in
            var block: CIDR?
            try withDesk { block = try $0.makeServer(seed: seed).configuration.tunnel.pool6 }
            return try #require(block)
        }
        #expect(Set(blocks).count == 20)
        for block in blocks {
            #expect(
                block.prefixLength == 64 && block.address.octets[0] == 0xfd && block.address.octets[6...7] == [0, 0])
        }
        try withDesk { desk in
            let request = try ServerInitialization.Request(
                host: "h", directory: desk.directory, pool: "10.9.0.0/24", pool6: "fd00:9::/64",
                currentDirectory: desk.root)
            var numbers = FixedNumbers()
            let tunnel = try ServerInitialization(request).run(now: issueTime, using: &numbers).configuration.tunnel
            #expect("\(tunnel.pool) \(tunnel.pool6)" == "10.9.0.0/24 fd00:9::/64")
        }
    }

    @Test("Every file that is there is named, and nothing is touched")
    func refusal() throws {
        try withDesk { desk in
            try desk.makeServer()
            let before = try desk.contents()
            let error = try operatorError { try desk.makeServer() }
            guard case .exists(let paths, _) = error else { throw try #require(error) }
            let names = ["server.toml", "server.pem", "server.key", "ca/ca.pem", "ca/ca.key"]
            #expect(paths == names.map { desk.directory + "/" + $0 })
            #expect(try desk.contents() == before)
        }
    }

    @Test(
        "One file that is there is enough",
        arguments: ["server.toml", "server.pem", "server.key", "ca/ca.pem", "ca/ca.key"])
    func oneFile(name: String) throws {
        try withDesk { desk in
            let path = desk.directory + "/" + name
            try AtomicFile.write([7], to: path, overwrite: false)
            let before = try desk.contents()
            let error = try operatorError { try desk.makeServer() }
            guard case .exists(let paths, _) = error else { throw try #require(error) }
            #expect(paths == [path])
            #expect(try desk.contents() == before)
        }
    }

    @Test("A dangling link counts as a file that is there")
    func danglingLink() throws {
        try withDesk { desk in
            try PrivateDirectory.create(desk.directory)
            let link = desk.directory + "/server.toml"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: desk.root + "/nowhere")
            guard case .exists(let paths, _) = try operatorError({ try desk.makeServer() }) else {
                Issue.record("not refused")
                return
            }
            #expect(paths == [link])
        }
    }

    @Test("With overwrite the server is renewed and the authority kept")
    func renewal() throws {
        try withDesk { desk in
            let first = try desk.makeServer()
            let before = try desk.contents()
            let second = try desk.makeServer(overwrite: true, seed: 2)
            let after = try desk.contents()
            #expect(second.isRenewal && second.isAuthorityKept)
            #expect(first.configuration.outerKey != second.configuration.outerKey && first.serial != second.serial)
            for name in ["aura/ca/ca.pem", "aura/ca/ca.key"] { #expect(before[name] == after[name]) }
            for name in ["aura/server.key", "aura/server.pem", "aura/server.toml"] {
                #expect(before[name] != after[name])
            }
            #expect(ConfigurationCheck.problems(inFile: second.configurationPath).isEmpty)
        }
    }

    @Test("A named authority serves a second server without overwrite")
    func namedAuthority() throws {
        try withDesk { desk in
            try desk.makeServer()
            let pem = try desk.text(desk.ca + "/ca.pem")
            var numbers = FixedNumbers(3)
            let named = try ServerInitialization.Request(
                host: "two.example.org", directory: desk.root + "/three", authority: desk.ca, currentDirectory: "/")
            let outcome = try ServerInitialization(named).run(now: issueTime, using: &numbers)
            #expect(outcome.isAuthorityKept)
            #expect(outcome.configuration.files.ca.written == desk.ca + "/ca.pem")
            #expect(try desk.text(desk.ca + "/ca.pem") == pem)
        }
    }

    @Test("An authority below the server's directory is named relatively")
    func authorityBelow() throws {
        try withDesk { desk in
            let files = try desk.makeServer(ca: desk.directory + "/./secret//ca").configuration.files
            #expect(files.ca.written == "secret/ca/ca.pem")
            #expect(try desk.text(files.ca.resolved).hasPrefix("-----BEGIN CERTIFICATE-----"))
        }
    }

    @Test("Half an authority is not replaced, even with overwrite", arguments: ["ca.pem", "ca.key"])
    func halfAuthority(missing: String) throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.remove(desk.ca + "/" + missing)
            let before = try desk.contents()
            guard
                case .halfAuthority(_, desk.ca + "/" + missing) = try operatorError({
                    try desk.makeServer(overwrite: true)
                })
            else {
                Issue.record("not refused")
                return
            }
            #expect(try desk.contents() == before)
        }
    }

    @Test("A key that an interrupted first run left behind does not stand in the way of a second run")
    func interruptedBeforeCertificate() throws {
        try withDesk { desk in
            try SecretFile.write(
                CertificateAuthority(now: issueTime).privateKeyPEM(), to: desk.ca + "/ca.key", overwrite: false)
            #expect(try operatorError { try desk.makeServer() } != nil)
            #expect(try !desk.makeServer(overwrite: true).isAuthorityKept)
            #expect(ConfigurationCheck.problems(inFile: desk.directory + "/server.toml").isEmpty)
        }
    }

    @Test("After a failure half-way the next run makes a whole server on the same authority")
    func interruptedLater() throws {
        try withDesk { desk in
            let obstacle = desk.directory + "/server.pem"
            try FileManager.default.createDirectory(atPath: obstacle + "/x", withIntermediateDirectories: true)
            guard case .file = try operatorError({ try desk.makeServer(overwrite: true) }) else {
                Issue.record("no failure")
                return
            }
            let key = try desk.text(desk.ca + "/ca.key")
            #expect(!FileManager.default.fileExists(atPath: desk.directory + "/server.toml"))
            try desk.remove(obstacle)
            #expect(try desk.makeServer(overwrite: true, seed: 2).isAuthorityKept)
            #expect(try desk.text(desk.ca + "/ca.key") == key)
            #expect(ConfigurationCheck.problems(inFile: desk.directory + "/server.toml").isEmpty)
        }
    }

    @Test("An authority key that others can read is refused, and nothing is touched")
    func exposedKey() throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.setMode(0o640, desk.ca + "/ca.key")
            let before = try desk.contents()
            let error = try operatorError { try desk.makeServer(overwrite: true) }
            #expect(error == .file(.exposed(path: desk.ca + "/ca.key", mode: 0o640)))
            #expect(try desk.contents() == before)
        }
    }

    @Test("An authority whose files do not belong together is refused")
    func mixedAuthority() throws {
        try withDesk { desk in
            try desk.makeServer()
            let other = try CertificateAuthority(now: issueTime).privateKeyPEM()
            try SecretFile.write(other, to: desk.ca + "/ca.key", overwrite: true)
            guard case .badAuthority = try operatorError({ try desk.makeServer(overwrite: true) }) else {
                Issue.record("not refused")
                return
            }
        }
    }

    @Test("Every wrong argument is named at once")
    func problems() throws {
        let problems = try argumentProblems {
            _ = try ServerInitialization.Request(
                host: "a b", directory: "/x\u{7}", ports: TransportPorts(udp: 0, quic: 0), pool: "10.0.0.1/8",
                pool6: "10.0.0.0/8", days: Int.max, currentDirectory: "/")
        }
        for option in ["--host", "--dir", "--udp-port", "--quic-port", "--pool", "--pool6", "--days"] {
            #expect(problems.contains { $0.hasPrefix(option + ":") }, "\(option) is missing in \(problems)")
        }
    }

    @Test("The limits of an argument are kept", arguments: [0, 1, 10950, 10951])
    func days(_ days: Int) throws {
        let problems = try argumentProblems {
            _ = try ServerInitialization.Request(host: "h", directory: "/x", days: days, currentDirectory: "/")
        }
        #expect(problems.isEmpty == (1...10950).contains(days))
    }

    @Test("A certificate that would outlive its authority is refused before anything is written")
    func outlives() throws {
        try withDesk { desk in
            guard case .certificate(.outlivesAuthority) = try operatorError({ try desk.makeServer(days: 3651) }) else {
                Issue.record("not refused")
                return
            }
            #expect(try desk.contents().isEmpty)
            try desk.makeServer(days: 3650)
        }
    }

    @Test("No error and no outcome shows a secret")
    func secrets() throws {
        try withDesk { desk in
            let outcome = try desk.makeServer()
            let key = Data(outcome.configuration.outerKey.bytes).base64EncodedString()
            #expect(try desk.text(outcome.configurationPath).contains(key))
            var dumped = ""
            dump(outcome, to: &dumped)
            #expect(!dumped.contains(key) && !"\(outcome)".contains(key))
        }
    }
}
