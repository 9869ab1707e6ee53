import AuraConfig
import AuraNode
import AuraPKI
import AuraWire
import Foundation
import Testing

@Suite("The TLS certificate in profiles, by itself and in the check")
struct OperatorTLSTests {
    @Test(
        "A profile pins a certificate that signs itself, unless it is not to", arguments: [nil, true, false] as [Bool?])
    func pins(pinTLS: Bool?) throws {
        try withDesk { desk in
            let server = try desk.makeServer()
            let profile = try desk.provision(pinTLS: pinTLS).profile
            #expect(profile.tlsPins.map(\.bytes) == (pinTLS == false ? [] : [server.tls.fingerprint]))
            #expect(profile.tlsName.text == "vpn.example.org")
        }
    }

    @Test(
        "A profile pins the certificate of an authority only when it is to", arguments: [nil, true, false] as [Bool?])
    func authoritys(pinTLS: Bool?) throws {
        try withDesk { desk in
            let made = try desk.makeServer()
            // Anything that is not its own issuer will do.
            let issued = try CertificateAuthority(now: issueTime).issue(
                .server(.dns("www.example.org")), validity: .seconds(86400), now: issueTime)
            try AtomicFile.write(Array(issued.certificatePEM.utf8), to: made.tlsCertificatePath, overwrite: true)
            let profile = try desk.provision(pinTLS: pinTLS).profile
            let fingerprint = try TLSLeaf(pem: issued.certificatePEM).fingerprint
            #expect(profile.tlsPins.map(\.bytes) == (pinTLS == true ? [fingerprint] : []))
            #expect(profile.tlsName.text == "www.example.org")
        }
    }

    @Test(
        "A client calls the server as a browser would",
        arguments: [
            ("vpn.example.org", nil, nil, "vpn.example.org"), ("203.0.113.7", nil, nil, "203.0.113.7"),
            ("203.0.113.7", "shop.example", nil, "shop.example"),
            ("vpn.example.org", "shop.example", nil, "shop.example"),
            ("vpn.example.org", nil, "192.0.2.1", "vpn.example.org"), ("203.0.113.7", "nas", "a.example", "a.example"),
        ] as [(String, String?, String?, String)])
    func names(host: String, tlsName: String?, dialled: String?, expected: String) throws {
        try withDesk { desk in
            try desk.makeServer(host: host, website: WebsiteOptions(tlsName: tlsName))
            #expect(try desk.provision(host: dialled).profile.tlsName.text == expected)
        }
    }

    @Test("Without the certificate there is no pin, and one that is asked for is refused")
    func absent() throws {
        try withDesk { desk in
            let made = try desk.makeServer()
            try desk.remove(made.tlsCertificatePath)
            let error = try operatorError { try desk.provision(pinTLS: true) }
            #expect(error == .noTLSCertificate(path: made.tlsCertificatePath))
            let profile = try desk.provision().profile
            #expect(profile.tlsPins.isEmpty && profile.tlsName.text == "vpn.example.org")
        }
    }

    @Test("A server without tcp and quic needs no certificate")
    func notNeeded() throws {
        try withDesk { desk in
            let made = try desk.makeServer()
            var configuration = made.configuration
            configuration.transports.tcp.enabled = false
            configuration.transports.quic.enabled = false
            try SecretFile.write(configuration.rendered(), to: made.configurationPath, overwrite: true)
            try AtomicFile.write([1], to: made.tlsCertificatePath, overwrite: true)
            #expect(try desk.provision(pinTLS: true).profile.tlsPins.isEmpty)
            #expect(FileCheck.problems(inFile: made.configurationPath, now: issueTime).isEmpty)
        }
    }

    @Test("tls-init makes what is missing, once, and touches nothing else")
    func initialization() throws {
        try withDesk { desk in
            let made = try desk.makeServer()
            let names = ["tls.pem", "tls.key", "quic.secret"]
            for name in names { try desk.remove(desk.directory + "/" + name) }
            let before = try desk.contents()
            var numbers = FixedNumbers(5)
            let first = try TLSInitialization(directory: desk.directory).run(now: issueTime, using: &numbers)
            #expect(first.isTLSMade && first.isSecretMade && first.tls.names == [.dns("vpn.example.org")])
            #expect(FileCheck.problems(inFile: made.configurationPath, now: issueTime).isEmpty)
            let after = try desk.contents()
            #expect(Set(after.keys).subtracting(before.keys) == Set(names.map { "aura/" + $0 }))
            #expect(before.allSatisfy { after[$0.key] == $0.value })
            let second = try TLSInitialization(directory: desk.directory, tlsName: "a.example")
                .run(now: issueTime, using: &numbers)
            #expect(!second.isTLSMade && !second.isSecretMade && second.tls.der == first.tls.der)
            #expect(try desk.contents() == after)
        }
    }

    @Test("tls-init does not replace half of a pair", arguments: ["tls.pem", "tls.key"])
    func halfInitialization(missing: String) throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.remove(desk.directory + "/" + missing)
            let before = try desk.contents()
            var numbers = FixedNumbers()
            let error = try operatorError {
                _ = try TLSInitialization(directory: desk.directory).run(now: issueTime, using: &numbers)
            }
            guard case .halfTLS(_, desk.directory + "/" + missing) = error else { throw try #require(error) }
            #expect(try desk.contents() == before)
        }
    }

    @Test("The check finds certificates that are over, not yet begun or another key's")
    func check() throws {
        try withDesk { desk in
            let made = try desk.makeServer()
            func problems(at time: Date) -> [ConfigurationProblem] {
                FileCheck.problems(inFile: made.configurationPath, now: time)
            }
            #expect(problems(at: issueTime) == [])
            let early = problems(at: issueTime.addingTimeInterval(-7200))
            #expect(
                early.map(\.file) == [made.tlsCertificatePath] && early[0].found.hasPrefix("a certificate valid from"))
            let late = problems(at: issueTime.addingTimeInterval(900 * 86400))
            #expect(
                late.map(\.file) == [made.certificatePath] && late[0].found.hasPrefix("a certificate that ended on"))
            #expect(problems(at: issueTime.addingTimeInterval(4000 * 86400)).count == 2)
            let other = try TLSCertificate.selfSigned(names: [.dns("a.example")], now: issueTime)
            try SecretFile.write(other.privateKeyPEM, to: made.tlsKeyPath, overwrite: true)
            let mismatch = problems(at: issueTime)
            #expect(mismatch.map(\.file) == [made.tlsCertificatePath])
            #expect(mismatch.first?.found.contains("does not belong") == true)
            try SecretFile.write(
                try CertificateAuthority(now: issueTime).privateKeyPEM(), to: made.keyPath, overwrite: true)
            #expect(problems(at: issueTime).map(\.file) == [made.certificatePath, made.tlsCertificatePath])
        }
    }

    @Test("The check of what cannot be read says so once")
    func unreadable() throws {
        try withDesk { desk in
            let made = try desk.makeServer()
            try desk.remove(made.tlsCertificatePath)
            try desk.setMode(0o644, made.keyPath)
            try desk.setMode(0o640, made.configurationPath)
            let files = FileCheck.problems(inFile: made.configurationPath, now: issueTime).map(\.file)
            #expect(files == [made.configurationPath, made.keyPath, made.tlsCertificatePath])
            #expect(FileCheck.problems(inFile: desk.root + "/none", now: issueTime).count == 1)
        }
    }
}
