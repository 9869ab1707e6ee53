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
                    "aura", "aura/ca", "aura/ca/ca.pem", "aura/ca/ca.key", "aura/ca/issued.txt", "aura/server.pem",
                    "aura/server.key", "aura/server.toml",
                ])
            for path in [desk.ca + "/ca.key", directory + "/server.key", directory + "/server.toml"] {
                #expect(try desk.mode(path) == 0o600, "\(path)")
            }
            for path in [directory, desk.ca] { #expect(try desk.mode(path) == 0o700, "\(path)") }
            #expect(ConfigurationCheck.problems(inFile: outcome.configurationPath).isEmpty)
            #expect(try ServerConfiguration.load(outcome.configurationPath) == outcome.configuration)
            #expect(!outcome.isAuthorityKept && !outcome.isRenewal)
        }
    }

    @Test("The authority and the server certificate belong together", arguments: ["vpn.example.org", "203.0.113.7", "2001:db8::7"])
    func certificate(host: String) throws {
        try withDesk { desk in
            let outcome = try desk.makeServer(host: host)
            let server = try Identity(
                certificatePEM: desk.text(outcome.certificatePath), privateKeyPEM: SecretFile.loadText(outcome.keyPath))
            let pem = try desk.text(outcome.authorityCertificatePath)
            let proof: [UInt8] = [1, 2, 3]
            let verified = try PeerVerifier(authorityPEM: pem, expecting: .server(ServerName(host))).verify(
                leaf: server.certificateDER, signature: server.sign(proof), over: proof, now: issueTime)
            #expect(verified.name == host)
            #expect(server.notAfter == issueTime.addingTimeInterval(825 * 86400))
            let record = try IssuedCertificates(contentsOf: desk.ca + "/issued.txt")
            #expect(record.entries.map(\.serial) == [server.serial])
        }
    }

    @Test("The random IPv6 block is a unique local /64 and differs from run to run; a given one is taken")
    func pools() throws {
        let blocks = try (1...20).map { seed in
            var block: CIDR?
            try withDesk { block = try $0.makeServer(seed: seed).configuration.tunnel.pool6 }
            return try #require(block)
        }
        #expect(Set(blocks).count == 20)
        for block in blocks {
            #expect(block.prefixLength == 64 && block.address.octets[0] == 0xfd && block.address.octets[6...7] == [0, 0])
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

    @Test("One file that is there is enough", arguments: ["server.toml", "server.pem", "server.key", "ca/ca.pem", "ca/ca.key"])
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
            for name in ["aura/server.key", "aura/server.pem", "aura/server.toml"] { #expect(before[name] != after[name]) }
            #expect(ConfigurationCheck.problems(inFile: second.configurationPath).isEmpty)
        }
    }

    @Test("A named authority serves a second server without overwrite")
    func namedAuthority() throws {
        try withDesk { desk in
            try desk.makeServer()
            let pem = try desk.text(desk.ca + "/ca.pem")
            let request = try ServerInitialization.Request(
                host: "two.example.org", directory: desk.root + "/two", authority: "aura/./ca",
                currentDirectory: desk.root)
            var numbers = FixedNumbers(3)
            // The relative path is one of the working directory, which tests share: only its reading is looked at.
            let error = try operatorError { _ = try ServerInitialization(request).run(now: issueTime, using: &numbers) }
            if error == nil { try? FileManager.default.removeItem(atPath: "aura") }
            let named = try ServerInitialization.Request(
                host: "two.example.org", directory: desk.root + "/three", authority: desk.ca, currentDirectory: "/")
            let outcome = try ServerInitialization(named).run(now: issueTime, using: &numbers)
            #expect(outcome.isAuthorityKept)
            #expect(outcome.configuration.files.ca.written == desk.ca + "/ca.pem")
            #expect(try desk.text(desk.ca + "/ca.pem") == pem)
        }
    }
}
