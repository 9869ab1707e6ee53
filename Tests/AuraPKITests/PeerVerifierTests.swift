import AuraPKI
import Crypto
import Foundation
import Testing

@Suite("Peer verifier")
struct PeerVerifierTests {
    @Test("A client and a server of the authority are accepted and described")
    func accepted() throws {
        let pki = try TestPKI()
        let client = try pki.verifier().verify(pki.client)
        #expect((client.name, client.role, client.serial) == ("alice", .client, pki.client.serial))
        #expect(client.fingerprint == Array(SHA256.hash(data: pki.client.certificateDER)))
        #expect(client.notAfter == now.addingTimeInterval(365 * day))
        let server = try pki.verifier(.server(named: nil)).verify(pki.server)
        #expect((server.name, server.role) == ("vpn.example.org", .server))
    }

    @Test("Another authority's certificate is refused")
    func wrongAuthority() throws {
        let (ours, theirs) = (try TestPKI(), try TestPKI())
        let rejection = try ours.verifier().rejection(of: theirs.client)
        guard case .wrongIssuer = rejection else { Issue.record("\(String(describing: rejection))"); return }
        #expect(try theirs.verifier().rejection(of: theirs.client) == nil)
    }

    @Test("Validity is from an hour before issue to its end, both included")
    func validity() throws {
        let pki = try TestPKI()
        let verifier = try pki.verifier()
        let (begin, end) = (now.addingTimeInterval(-3600), now.addingTimeInterval(365 * day))
        #expect(try verifier.rejection(of: pki.client, at: begin) == nil)
        #expect(try verifier.rejection(of: pki.client, at: end) == nil)
        let late = end.addingTimeInterval(1)
        #expect(try verifier.rejection(of: pki.client, at: late) == .expired(notAfter: end, now: late))
    }

    @Test("A certificate that is not yet valid is refused")
    func notYetValid() throws {
        let pki = try TestPKI()
        let later = now.addingTimeInterval(2 * day)
        let client = try pki.authority.issue(.client(PeerName("bob")), validity: .days(1), now: later)
        let begin = later.addingTimeInterval(-3600)
        #expect(try pki.verifier().rejection(of: client) == .notYetValid(notBefore: begin, now: now))
        #expect(try pki.verifier().rejection(of: client, at: later) == nil)
    }

    @Test("Nobody is accepted while the authority itself is not valid")
    func authorityValidity() throws {
        let pki = try TestPKI()
        for time in [now.addingTimeInterval(-3601), now.addingTimeInterval(3650 * day + 1)] {
            let rejection = try pki.verifier().rejection(of: pki.client, at: time)
            guard case .authorityNotValid = rejection else { Issue.record("\(String(describing: rejection))"); return }
        }
    }

    @Test("The other role is refused")
    func wrongRole() throws {
        let pki = try TestPKI()
        #expect(try pki.verifier().rejection(of: pki.server) == .wrongRole(found: .server, expected: .client))
        let servers = try pki.verifier(.server(named: nil))
        #expect(try servers.rejection(of: pki.client) == .wrongRole(found: .client, expected: .server))
    }

    @Test("A revoked serial number is refused, another is not")
    func revoked() throws {
        let pki = try TestPKI()
        let other = try pki.authority.issue(.client(PeerName("alice")), validity: .days(1), now: now)
        var verifier = try pki.verifier()
        try verifier.revocations.add(Revocation(serial: pki.client.serial.uppercased(), name: "alice", at: now))
        let expected = PeerRejection.revoked(serial: pki.client.serial, name: "alice", at: now)
        #expect(try verifier.rejection(of: pki.client) == expected)
        #expect(try verifier.rejection(of: other) == nil)
    }

    @Test(
        "A server is accepted by its name in any case only",
        arguments: [
            ("vpn.example.org", "VPN.example.ORG", true), ("vpn.example.org", "example.org", false),
            ("vpn.example.org", "a.vpn.example.org", false), ("192.0.2.1", "192.0.2.1", true),
            ("192.0.2.1", "192.0.2.2", false), ("2001:db8::1", "2001:db8:0:0::1", true),
            ("2001:db8::1", "::1", false), ("vpn.example.org", "192.0.2.1", false),
            ("192.0.2.1", "vpn.example.org", false),
        ])
    func serverName(_ host: String, _ dialled: String, _ accepted: Bool) throws {
        let pki = try TestPKI(host: host)
        let rejection = try pki.verifier(.server(named: ServerName(dialled))).rejection(of: pki.server)
        let expected = try ServerName(dialled).description
        #expect(rejection == (accepted ? nil : .wrongServerName(found: [host], expected: expected)))
    }

    @Test("A proof over another message, by another key or of another length is refused")
    func wrongProof() throws {
        let pki = try TestPKI()
        let verifier = try pki.verifier()
        let good = try pki.client.sign(message)
        let (leaf, bad) = (pki.client.certificateDER, PeerRejection.badProof(name: "alice"))
        #expect(throws: Never.self) { try verifier.verify(leaf: leaf, signature: good, over: message, now: now) }
        for signature in [
            [], Array(good.dropLast()), good + [0], try pki.server.sign(message), try pki.client.sign([]),
        ] {
            #expect(throws: bad) { try verifier.verify(leaf: leaf, signature: signature, over: message, now: now) }
        }
        #expect(throws: bad) { try verifier.verify(leaf: leaf, signature: good, over: message + [0], now: now) }
        for index in good.indices {
            var signature = good
            signature[index] ^= 1
            #expect(throws: bad) { try verifier.verify(leaf: leaf, signature: signature, over: message, now: now) }
        }
    }

    @Test("A verifier is not made from a leaf, from two certificates or from none")
    func badAnchor() throws {
        let pki = try TestPKI()
        let pem = pki.authority.certificatePEM
        #expect(throws: Never.self) { try PeerVerifier(authorityPEM: pem, expecting: .client) }
        for text in [pki.client.certificatePEM, pem + pem, "", try pki.authority.privateKeyPEM()] {
            #expect(throws: PKIError.self) { try PeerVerifier(authorityPEM: text, expecting: .client) }
        }
    }
}
