import AuraConfig
import AuraNode
import AuraPKI
import Foundation
import Testing

@Suite("Revoking a client")
struct ClientRevocationTests {
    @Test("A name revokes all its valid certificates, once, and nobody else's")
    func byName() throws {
        try withDesk { desk in
            try desk.makeServer()
            let serials = try [desk.provision().serial, desk.provision(overwrite: true).serial]
            let other = try desk.provision("bob").serial
            let first = try desk.revoke("alice")
            #expect(Set(first.added.map(\.serial)) == Set(serials) && first.alreadyRevoked.isEmpty)
            #expect(first.list == desk.directory + "/revoked.txt")
            let before = try desk.text(first.list)
            let second = try desk.revoke("alice", now: issueTime.addingTimeInterval(60))
            #expect(second.added.isEmpty && Set(second.alreadyRevoked.map(\.serial)) == Set(serials))
            #expect(try desk.text(first.list) == before)
            let list = try RevocationList(contentsOf: first.list)
            #expect(list.count == 2 && list[serial: other] == nil)
            #expect(try desk.mode(first.list) == 0o600)
        }
    }

    @Test("A serial number in any writing revokes one certificate")
    func bySerial() throws {
        try withDesk { desk in
            try desk.makeServer()
            let (one, other) = (try desk.provision().serial, try desk.provision(overwrite: true).serial)
            let pairs = stride(from: 0, to: one.count, by: 2).map { String(one.uppercased().dropFirst($0).prefix(2)) }
            #expect(try desk.revoke(pairs.joined(separator: ":")).added.map(\.serial) == [one])
            #expect(try desk.revoke(other).added.map(\.serial) == [other])
        }
    }

    @Test("The server refuses whom the list names and takes others")
    func effect() throws {
        try withDesk { desk in
            let server = try desk.makeServer()
            let profiles = [try desk.provision("alice").profile, try desk.provision("bob").profile]
            let list = try RevocationList(contentsOf: desk.revoke("alice").list)
            let verifier = try PeerVerifier(
                authorityPEM: desk.text(server.authorityCertificatePath), expecting: .client, revocations: list)
            let proof: [UInt8] = [1]
            let accepted = try profiles.filter { profile in
                let identity = try Identity(
                    certificatePEM: profile.pki.certificate, privateKeyPEM: profile.pki.key.text)
                return
                    (try? verifier.verify(
                        leaf: identity.certificateDER, signature: identity.sign(proof), over: proof, now: issueTime))
                    != nil
            }
            #expect(accepted.map(\.name.text) == ["bob"])
        }
    }

    @Test("What is no longer valid is told and not added")
    func expired() throws {
        try withDesk { desk in
            try desk.makeServer()
            let old = try desk.provision(days: 1).serial
            let later = issueTime.addingTimeInterval(2 * 86400)
            let new = try desk.provision(overwrite: true, now: later).serial
            let outcome = try desk.revoke("alice", now: later)
            #expect(outcome.added.map(\.serial) == [new] && outcome.expired.map(\.serial) == [old])
        }
    }

    @Test("The list that server.toml names is used")
    func otherList() throws {
        try withDesk { desk in
            let made = try desk.makeServer()
            var configuration = made.configuration
            configuration.files.revoked = try #require(ConfiguredPath("lists/out.txt", in: desk.directory))
            try SecretFile.write(configuration.rendered(), to: made.configurationPath, overwrite: true)
            try desk.provision()
            #expect(try desk.revoke("alice").list == desk.directory + "/lists/out.txt")
            #expect(!FileManager.default.fileExists(atPath: desk.directory + "/revoked.txt"))
        }
    }

    @Test("The authority's key is not needed")
    func withoutKey() throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.provision()
            try desk.remove(desk.ca + "/ca.key")
            #expect(try desk.revoke("alice").added.count == 1)
        }
    }

    @Test(
        "An unknown name is an error with the names near it",
        arguments: [
            ("alcie", ["alice"]), ("bo", ["bob"]), ("ALICE", ["alice", "alice-phone"]),
            ("ali", ["alice", "alice-phone"]), ("zebra", []),
        ])
    func unknown(name: String, near: [String]) throws {
        try withDesk { desk in
            try desk.makeServer()
            for client in ["alice", "alice-phone", "bob"] { try desk.provision(client) }
            let before = try desk.contents()
            guard case .unknownClient(name, let found, _) = try operatorError({ _ = try desk.revoke(name) }) else {
                Issue.record("not refused")
                return
            }
            #expect(found == near)
            #expect(try desk.contents() == before)
        }
    }

    @Test("The server's own certificate is not a client's")
    func server() throws {
        try withDesk { desk in
            let made = try desk.makeServer()
            for text in [made.serial, "vpn.example.org"] {
                #expect(
                    try operatorError { _ = try desk.revoke(text) }
                        == .serversCertificate(serial: made.serial, name: "vpn.example.org"))
            }
        }
    }

    @Test("What is neither a name nor a serial number is a usage error", arguments: ["../x", "", "a b", "ab:cd:zz"])
    func invalid(text: String) throws {
        #expect(try argumentProblems { _ = try ClientRevocation(client: text, directory: "/x") }.count == 1)
    }

    @Test("Without a record or a server.toml nothing is made up")
    func missing() throws {
        try withDesk { desk in
            #expect(
                try operatorError { _ = try desk.revoke("alice") }
                    == .noConfiguration(path: desk.directory + "/server.toml"))
            try desk.makeServer()
            try desk.provision()
            try desk.remove(desk.ca + "/issued.txt")
            #expect(try operatorError { _ = try desk.revoke("alice") } != nil)
            #expect(!FileManager.default.fileExists(atPath: desk.directory + "/revoked.txt"))
        }
    }
}
