import AuraPKI
import Crypto
import Foundation
import SwiftASN1
import Testing
import X509

@Suite("A TLS certificate")
struct TLSCertificateTests {
    private let host = ServerName.dns("www.example.org")

    @Test("One that signs itself says what it was made for, and belongs to its key")
    func selfSigned() throws {
        let made = try TLSCertificate.selfSigned(names: [host, .address([192, 0, 2, 1])], now: now)
        #expect(made.leaf.names == [host, .address([192, 0, 2, 1])])
        #expect(made.leaf.isSelfSigned && made.leaf.label == "www.example.org")
        #expect(made.leaf.notBefore == now && made.leaf.notAfter == now.addingTimeInterval(3650 * day))
        #expect(made.leaf.fingerprint == Array(SHA256.hash(data: made.leafDER)))
        #expect(try TLSCertificate.fingerprint(ofPEM: made.certificatePEM) == made.fingerprint)
        #expect(made.privateKeyPEM.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        let read = try TLSCertificate(certificatePEM: made.certificatePEM, privateKeyPEM: made.privateKeyPEM)
        #expect(read.leafDER == made.leafDER)
    }

    @Test("Nothing in it is Aura's own, and two have nothing in common but the name")
    func inconspicuous() throws {
        let made = try (0..<40).map { _ in try TLSCertificate.selfSigned(names: [host], now: now) }
        let parsed = try made.map { try Certificate(derEncoded: $0.leafDER) }
        for certificate in parsed {
            #expect(!Data(try #require(made.first).leafDER).contains(Data("Aura".utf8)))
            #expect(certificate.signatureAlgorithm == .ecdsaWithSHA256)
            #expect("\(certificate.subject)" == "CN=www.example.org" && certificate.issuer == certificate.subject)
            #expect(certificate.serialNumber.bytes.count == 20)
            #expect(certificate.extensions.map(\.critical) == [false, false, false, false])
        }
        #expect(Set(made.map(\.fingerprint)).count == made.count)
        #expect(Set(parsed.map(\.serialNumber)).count == made.count)
        // The first byte is any of 127: a kind that only Aura makes would have one or few.
        #expect(Set(parsed.compactMap(\.serialNumber.bytes.first)).count > 10)
    }

    @Test("A name that is too long for a subject stands in the alternative name")
    func longName() throws {
        let label = String(repeating: "a", count: 60)
        let long = try ServerName("\(label).\(label).example")
        #expect(try TLSCertificate.selfSigned(names: [long], now: now).leaf.names == [long])
    }

    @Test("Without a name, or at no time of this world, none is made")
    func refused() {
        #expect(throws: PKIError.self) { try TLSCertificate.selfSigned(names: [], now: now) }
        #expect(throws: PKIError.self) {
            try TLSCertificate.selfSigned(names: [host], now: Date(timeIntervalSince1970: -1))
        }
    }

    @Test("A key of another certificate is refused")
    func mismatch() throws {
        let (one, other) = (
            try TLSCertificate.selfSigned(names: [host], now: now),
            try TLSCertificate.selfSigned(names: [host], now: now)
        )
        #expect(throws: PKIError.keyMismatch(certificate: "www.example.org")) {
            try TLSCertificate(certificatePEM: one.certificatePEM, privateKeyPEM: other.privateKeyPEM)
        }
    }

    @Test("Of a chain the first certificate counts")
    func chain() throws {
        let (leaf, issuer) = (
            try TLSCertificate.selfSigned(names: [host], now: now),
            try TLSCertificate.selfSigned(names: [.dns("issuer.example")], now: now)
        )
        let text = "# comment\n" + leaf.certificatePEM + "\n" + issuer.certificatePEM
        let read = try TLSCertificate(certificatePEM: text, privateKeyPEM: leaf.privateKeyPEM)
        #expect(read.leafDER == leaf.leafDER && read.certificatePEM == text)
        let turned = issuer.certificatePEM + leaf.certificatePEM
        #expect(throws: PKIError.keyMismatch(certificate: "issuer.example")) {
            try TLSCertificate(certificatePEM: turned, privateKeyPEM: leaf.privateKeyPEM)
        }
    }

    @Test("A chain and a file have their bounds", arguments: [16, 17])
    func bounds(length: Int) throws {
        let made = try TLSCertificate.selfSigned(names: [host], now: now)
        let chain = String(repeating: made.certificatePEM, count: length)
        let isTaken = (try? TLSLeaf(pem: chain)) != nil
        #expect(isTaken == (length <= 16))
        let padding = String(repeating: "#", count: PKILimits.maximumTLSFileBytes - made.certificatePEM.utf8.count - 1)
        #expect(try TLSLeaf(pem: padding + "\n" + made.certificatePEM).der == made.leafDER)
        #expect(throws: PKIError.self) { try TLSLeaf(pem: padding + "#\n" + made.certificatePEM) }
    }

    @Test("Texts that are no certificate or no key are refused without being repeated")
    func malformed() throws {
        let made = try TLSCertificate.selfSigned(names: [host], now: now)
        let (pem, key) = (made.certificatePEM, made.privateKeyPEM)
        let damaged = pem.replacing("MII", with: "MIA", maxReplacements: 1)
        for text in ["", "x", key, pem + key, damaged, String(pem.dropLast(30))] {
            #expect(throws: PKIError.self) { try TLSCertificate(certificatePEM: text, privateKeyPEM: key) }
        }
        let encrypted = key.replacing("PRIVATE KEY", with: "ENCRYPTED PRIVATE KEY")
        for text in ["", "x", pem, key + key, encrypted, String(key.dropLast(40))] {
            let error = #expect(throws: PKIError.self) {
                try TLSCertificate(certificatePEM: pem, privateKeyPEM: text)
            }
            #expect(error?.description.contains("MIG") == false)
        }
    }

    @Test(
        "A wildcard covers one label",
        arguments: [
            ("a.example.org", true), ("A.Example.ORG", true), ("example.org", false), ("a.b.example.org", false),
            ("b.org", false), ("192.0.2.1", false),
        ])
    func wildcard(text: String, isCovered: Bool) throws {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let name = try DistinguishedName { CommonName("x") }
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: key.publicKey, notValidBefore: now,
            notValidAfter: now + day,
            issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions { SubjectAlternativeNames([.dnsName("*.example.org")]) },
            issuerPrivateKey: key)
        let leaf = try TLSLeaf(pem: certificate.serializeAsPEM().pemString)
        #expect(leaf.covers(try ServerName(text)) == isCovered)
        #expect(leaf.names.isEmpty && leaf.label == "CN=x")
    }

    @Test("Nothing that prints it shows the key")
    func secrecy() throws {
        let made = try TLSCertificate.selfSigned(names: [host], now: now)
        var dumped = ""
        dump(made, to: &dumped)
        let key = try #require(made.privateKeyPEM.split(separator: "\n").dropFirst().first)
        for text in [dumped, "\(made)", String(reflecting: made), "\([made])"] {
            #expect(!text.contains(key) && !text.contains("PRIVATE"))
        }
        #expect("\(made)".contains("www.example.org"))
    }
}
