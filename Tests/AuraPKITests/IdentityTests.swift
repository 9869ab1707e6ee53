import AuraPKI
import Foundation
import Testing

@Suite("Identity")
struct IdentityTests {
    @Test("An identity is the same after a round trip through its files")
    func roundTrip() throws {
        let made = try TestPKI().client
        let read = try Identity(certificatePEM: made.certificatePEM, privateKeyPEM: made.privateKeyPEM())
        #expect(read.certificateDER == made.certificateDER)
        #expect(read.subject == .client(try PeerName("alice")))
        #expect(
            (read.name, read.role, read.serial, read.notAfter) == (made.name, made.role, made.serial, made.notAfter))
        #expect(try read.privateKeyPEM() == made.privateKeyPEM())
    }

    @Test("A key of another certificate is refused")
    func mismatch() throws {
        let pki = try TestPKI()
        #expect(throws: PKIError.keyMismatch(certificate: "alice")) {
            try Identity(certificatePEM: pki.client.certificatePEM, privateKeyPEM: pki.server.privateKeyPEM())
        }
    }

    @Test("An authority's certificate is no identity, though its key fits")
    func authorityAsIdentity() throws {
        let authority = try CertificateAuthority(now: now)
        let reason = PeerRejection.authorityCertificate.description
        #expect(throws: PKIError.notAnIdentity(reason: reason)) {
            try Identity(certificatePEM: authority.certificatePEM, privateKeyPEM: authority.privateKeyPEM())
        }
    }

    @Test("A signature has 64 bytes")
    func signature() throws {
        #expect(try TestPKI().client.sign([]).count == 64)
        #expect(try TestPKI().client.sign(message).count == 64)
    }

    @Test("Nothing that prints an identity or an authority shows the key")
    func secrecy() throws {
        let pki = try TestPKI()
        try expectHidden(pki.client, key: pki.client.privateKeyPEM())
        try expectHidden(pki.authority, key: pki.authority.privateKeyPEM())
    }

    private func expectHidden(_ value: some Sendable, key pem: String) throws {
        var dumped = ""
        dump(value, to: &dumped)
        let texts = [dumped, "\(value)", String(reflecting: value), "\([value])", "\(Optional(value) as Any)"]
        let base64 = pem.split(separator: "\n").filter { !$0.hasPrefix("-") }.joined()
        let bytes = Array(try #require(Data(base64Encoded: base64)).suffix(32))
        for text in texts {
            #expect(!text.contains("PRIVATE") && !text.contains(base64))
            #expect(
                !text.contains("\(bytes[0]), \(bytes[1]), \(bytes[2])") && !text.lowercased().contains("curve25519"))
            #expect(!text.contains("\(bytes[0])\n") || !text.contains("\(bytes[31])\n"))
        }
    }
}
