import AuraPKI
import Crypto
import Foundation
import SwiftASN1
import Testing
import X509

@Suite("Certificate authority")
struct CertificateAuthorityTests {
    @Test("A new authority's certificate has the authority profile")
    func authorityProfile() throws {
        let certificate = try Certificate(pemEncoded: CertificateAuthority(now: now).certificatePEM)
        let extensions = certificate.extensions
        #expect(certificate.version == .v3)
        #expect(certificate.issuer == certificate.subject)
        #expect(try extensions.basicConstraints == .isCertificateAuthority(maxPathLength: 0))
        #expect(try extensions.keyUsage == KeyUsage(keyCertSign: true, cRLSign: true))
        #expect(try extensions.subjectKeyIdentifier != nil)
        #expect(certificate.notValidBefore == now.addingTimeInterval(-3600))
        #expect(certificate.notValidAfter == now.addingTimeInterval(3650 * day))
        #expect(extensions.filter(\.critical).count == 2)
    }

    @Test("A client's certificate has the leaf profile")
    func clientProfile() throws {
        let pki = try TestPKI()
        let certificate = try Certificate(derEncoded: pki.client.certificateDER)
        let extensions = certificate.extensions
        #expect(try extensions.basicConstraints == .notCertificateAuthority)
        #expect(try extensions.keyUsage == KeyUsage(digitalSignature: true))
        #expect(try extensions.extendedKeyUsage == ExtendedKeyUsage([.clientAuth]))
        #expect(extensions.filter(\.critical).count == 2)
        #expect(certificate.notValidBefore == now.addingTimeInterval(-3600))
        #expect(certificate.notValidAfter == now.addingTimeInterval(365 * day))
        #expect("\(certificate.subject)" == "CN=alice,O=Aura")
        let authority = try Certificate(pemEncoded: pki.authority.certificatePEM)
        let keyIdentifier = try #require(try authority.extensions.subjectKeyIdentifier).keyIdentifier
        #expect(try extensions.authorityKeyIdentifier?.keyIdentifier == keyIdentifier)
    }

    @Test("A server's certificate names its host", arguments: ["vpn.example.org", "192.0.2.1", "2001:db8::1"])
    func serverProfile(_ host: String) throws {
        let identity = try TestPKI(host: host).server
        let certificate = try Certificate(derEncoded: identity.certificateDER)
        #expect(try certificate.extensions.extendedKeyUsage == ExtendedKeyUsage([.serverAuth]))
        #expect(try certificate.extensions.subjectAlternativeNames?.count == 1)
        #expect("\(certificate.subject)" == "CN=\(host),O=Aura")
        #expect(identity.subject == .server(try ServerName(host)))
    }

    @Test("A host too long for a common name is carried by the alternative name alone")
    func longHost() throws {
        let host = String(repeating: "a.", count: 126) + "a"
        let pki = try TestPKI(host: host)
        #expect(pki.server.name == host)
        #expect(try pki.verifier(.server(named: ServerName(host))).verify(pki.server).name == host)
    }

    @Test("Serial numbers are positive, of 16 bytes, and do not repeat")
    func serialNumbers() throws {
        let authority = try CertificateAuthority(now: now)
        let serials = try (0..<50).map { _ in
            try authority.issue(.client(PeerName("x")), validity: .days(1), now: now).serial
        }
        #expect(Set(serials).count == 50)
        for serial in serials {
            #expect(serial.count == 32)
            #expect(["4", "5", "6", "7"].contains(serial.prefix(1)))
        }
    }

    @Test("An authority is the same after a round trip through its files")
    func roundTrip() throws {
        let made = try CertificateAuthority(now: now)
        let read = try CertificateAuthority(
            certificatePEM: made.certificatePEM, privateKeyPEM: made.privateKeyPEM())
        let client = try read.issue(.client(PeerName("bob")), validity: .days(1), now: now)
        let verifier = try PeerVerifier(authorityPEM: made.certificatePEM, expecting: .client)
        #expect(try verifier.verify(client).name == "bob")
        #expect(read.notAfter == made.notAfter)
    }

    @Test("A key of another authority is refused")
    func foreignKey() throws {
        let (one, two) = (try CertificateAuthority(now: now), try CertificateAuthority(now: now))
        #expect(throws: PKIError.keyMismatch(certificate: "the authority")) {
            try CertificateAuthority(certificatePEM: one.certificatePEM, privateKeyPEM: two.privateKeyPEM())
        }
    }

    @Test("A client's certificate is no authority's, though its key fits")
    func leafAsAuthority() throws {
        let client = try TestPKI().client
        let error = #expect(throws: PKIError.self) {
            try CertificateAuthority(certificatePEM: client.certificatePEM, privateKeyPEM: client.privateKeyPEM())
        }
        guard case .notAnAuthority = error else { Issue.record("\(String(describing: error))"); return }
    }

    @Test("A key of another algorithm is refused")
    func foreignAlgorithm() throws {
        let authority = try CertificateAuthority(now: now)
        #expect(throws: PKIError.keyMismatch(certificate: "the authority")) {
            try CertificateAuthority(
                certificatePEM: authority.certificatePEM, privateKeyPEM: P256.Signing.PrivateKey().pemRepresentation)
        }
    }

    @Test("Texts that are not exactly one certificate and one key are refused")
    func badTexts() throws {
        let authority = try CertificateAuthority(now: now)
        let (certificate, key) = (authority.certificatePEM, try authority.privateKeyPEM())
        let padding = String(repeating: "#", count: PKILimits.maximumPEMBytes)
        for (one, other) in [
            ("", key), (certificate, ""), (key, certificate), (certificate + certificate, key),
            (certificate, key + key),
            (String(certificate.dropLast(40)), key), (certificate + padding, key), (certificate, key + padding),
            (certificate.replacing("CERTIFICATE", with: "X509 CRL"), key),
        ] {
            #expect(throws: PKIError.self) { try CertificateAuthority(certificatePEM: one, privateKeyPEM: other) }
        }
    }

    @Test("A validity that is not positive, too long or longer than the authority's is refused")
    func badValidity() throws {
        let authority = try CertificateAuthority(validity: .days(10), now: now)
        let subject = CertificateSubject.client(try PeerName("x"))
        #expect(throws: Never.self) { try authority.issue(subject, validity: .days(10), now: now) }
        #expect(throws: PKIError.self) { try authority.issue(subject, validity: .days(11), now: now) }
        #expect(throws: PKIError.self) { try authority.issue(subject, validity: .zero, now: now) }
        #expect(throws: PKIError.self) { try authority.issue(subject, validity: .seconds(-5), now: now) }
        #expect(throws: PKIError.self) { try CertificateAuthority(validity: .seconds(Int64.max), now: now) }
        #expect(throws: PKIError.self) { try CertificateAuthority(now: .distantPast) }
        #expect(throws: PKIError.self) { try CertificateAuthority(now: Date(timeIntervalSince1970: .infinity)) }
        #expect(throws: PKIError.self) { try CertificateAuthority(now: Date(timeIntervalSince1970: .nan)) }
    }
}
