import AuraPKI
import Crypto
import Foundation
import SwiftASN1
import Testing
import X509

@Suite("Signatures of the authority")
struct AuthoritySignatureTests {
    private let signed = Array("a context\0a message".utf8)

    private func verifier(_ authority: CertificateAuthority) throws -> AuthorityVerifier {
        try AuthorityVerifier(authorityPEM: authority.certificatePEM)
    }

    private func rejection(
        _ signature: [UInt8], over message: [UInt8], by authority: CertificateAuthority, at time: Date = now
    ) throws -> AuthorityRejection? {
        let verifier = try verifier(authority)
        do throws(AuthorityRejection) {
            try verifier.check(signature: signature, over: message, now: time)
            return nil
        } catch {
            return error
        }
    }

    @Test("What an authority signs is known as its own, also after a round trip through its files")
    func accepted() throws {
        let made = try CertificateAuthority(now: now)
        let read = try CertificateAuthority(certificatePEM: made.certificatePEM, privateKeyPEM: made.privateKeyPEM())
        let signature = try read.sign(signed)
        #expect(signature.count == 64)
        #expect(try rejection(signature, over: signed, by: made) == nil)
        let key = try Certificate(pemEncoded: made.certificatePEM).publicKey
        #expect(key.isValidSignature(signature, for: signed, signatureAlgorithm: .ed25519))
    }

    @Test("Another authority's signature, another message and a changed signature are refused")
    func refused() throws {
        let (ours, theirs) = (try CertificateAuthority(now: now), try CertificateAuthority(now: now))
        let good = try ours.sign(signed)
        #expect(try rejection(good, over: signed, by: theirs) == .badSignature)
        #expect(try rejection(good, over: signed + [0], by: ours) == .badSignature)
        #expect(try rejection(good, over: [], by: ours) == .badSignature)
        for signature in [[], Array(good.dropLast()), good + [0]] {
            #expect(try rejection(signature, over: signed, by: ours) == .badSignature)
        }
        for index in good.indices {
            var signature = good
            signature[index] ^= 0x10
            #expect(try rejection(signature, over: signed, by: ours) == .badSignature)
        }
    }

    @Test("A signature counts while the authority's certificate is valid")
    func validity() throws {
        let authority = try CertificateAuthority(validity: .days(1), now: now)
        let signature = try authority.sign(signed)
        let (begin, end) = (now.addingTimeInterval(-3600), now.addingTimeInterval(day))
        for time in [begin, end] { #expect(try rejection(signature, over: signed, by: authority, at: time) == nil) }
        for time in [begin.addingTimeInterval(-1), end.addingTimeInterval(1)] {
            let expected = AuthorityRejection.notValid(notBefore: begin, notAfter: end, now: time)
            #expect(try rejection(signature, over: signed, by: authority, at: time) == expected)
            #expect(throws: Never.self) { try verifier(authority).check(signature: signature, over: signed) }
        }
        #expect(try rejection(signature, over: [1], by: authority, at: end.addingTimeInterval(1)) == .badSignature)
    }

    @Test("Nothing that begins as a certificate does is signed, so no signature can become a certificate's")
    func noCertificates() throws {
        let pki = try TestPKI()
        let leaf = try Certificate(derEncoded: pki.client.certificateDER)
        let authority = try Certificate(pemEncoded: pki.authority.certificatePEM)
        for part in [leaf.tbsCertificateBytes, authority.tbsCertificateBytes] {
            #expect(part.first == 0x30)
            #expect(throws: PKIError.self) { try pki.authority.sign(Array(part)) }
        }
        #expect(throws: PKIError.self) { try pki.authority.sign([]) }
        #expect(throws: Never.self) { try pki.authority.sign([0x31]) }
    }

    @Test("A certificate's signature is right for the certificate's own bytes and not behind a context")
    func certificateSignature() throws {
        let pki = try TestPKI()
        let leaf = try Certificate(derEncoded: pki.client.certificateDER)
        let signature = Array(pki.client.certificateDER.suffix(64))
        let body = Array(leaf.tbsCertificateBytes)
        #expect(try rejection(signature, over: body, by: pki.authority) == nil)
        #expect(try rejection(signature, over: Array("a context\0".utf8) + body, by: pki.authority) == .badSignature)
    }

    @Test("A verifier is not made from a leaf, from two certificates or from none")
    func badAnchor() throws {
        let pki = try TestPKI()
        let pem = pki.authority.certificatePEM
        #expect(throws: Never.self) { try AuthorityVerifier(authorityPEM: pem) }
        for text in [pki.client.certificatePEM, pem + pem, "", try pki.authority.privateKeyPEM()] {
            #expect(throws: PKIError.self) { try AuthorityVerifier(authorityPEM: text) }
        }
    }
}
