import AuraPKI
import Crypto
import Foundation
import SwiftASN1
import Testing
import X509

/// Authorities' certificates that break the profile, each one change away from a good one.
@Suite("Trust anchor")
struct TrustAnchorTests {
    @Test("The unchanged certificate is accepted, so that each change below is what refuses it")
    func control() throws {
        #expect(try refusal { _ in } == nil)
    }

    @Test("A certificate that does not say it is an authority is refused")
    func basicConstraints() throws {
        #expect(try refusal { $0.extensions.remove(.X509ExtensionID.basicConstraints) } != nil)
        let leaf = try Certificate.Extension(BasicConstraints.notCertificateAuthority, critical: true)
        #expect(try refusal { $0.extensions.update(leaf) } != nil)
    }

    @Test("A certificate whose key may not sign certificates is refused")
    func keyUsage() throws {
        #expect(try refusal { $0.extensions.remove(.X509ExtensionID.keyUsage) } != nil)
        let other = try Certificate.Extension(KeyUsage(digitalSignature: true, cRLSign: true), critical: true)
        #expect(try refusal { $0.extensions.update(other) } != nil)
    }

    @Test("A critical extension that Aura does not process is refused")
    func unknownExtension() throws {
        let found = try refusal { try $0.extensions.append(.init(oid: [1, 2, 3, 4], critical: true, value: [5, 0])) }
        #expect(found?.contains("1.2.3.4") == true)
    }

    @Test("A certificate that another key or another authority signed is refused")
    func otherSigner() throws {
        let other = Certificate.PrivateKey(Curve25519.Signing.PrivateKey())
        #expect(try refusal { $0.signer = other } != nil)
        #expect(try refusal { $0.issuer = try DistinguishedName { CommonName("Root") } } != nil)
    }

    @Test("An authority with another kind of key or of version 1 is refused")
    func format() throws {
        let p256 = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let key = try refusal {
            $0.key = p256
            $0.signer = p256
        }
        #expect(key?.contains("Ed25519") == true)
        #expect(try refusal { $0.version = .v1 }?.contains("version") == true)
    }

    /// Why the changed certificate is no trust anchor; nil when it is one.
    private func refusal(_ change: (inout MintedLeaf) throws -> Void) throws -> String? {
        var certificate = try MintedLeaf(authority: CertificateAuthority(now: now))
        certificate.issuer = certificate.subject
        certificate.signer = certificate.key
        certificate.extensions = try Certificate.Extensions {
            Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
            Critical(KeyUsage(keyCertSign: true))
        }
        try change(&certificate)
        let pem = PEMDocument(type: "CERTIFICATE", derBytes: try certificate.der()).pemString + "\n"
        do {
            _ = try PeerVerifier(authorityPEM: pem, expecting: .client)
            return nil
        } catch .notAnAuthority(let reason) {
            return reason
        }
    }
}
