import AuraPKI
import Crypto
import SwiftASN1
import Testing
import X509

/// Certificates that the authority signed but that break the profile, each one change away from a good one.
@Suite("Leaf profile")
struct LeafProfileTests {
    @Test("The unchanged leaf is accepted, so that each change below is what refuses it")
    func control() throws {
        #expect(try rejection { _ in } == nil)
    }

    @Test("A leaf that says it is an authority is refused")
    func authorityFlag() throws {
        let flagged = try rejection {
            $0.extensions.update(
                try Certificate.Extension(BasicConstraints.isCertificateAuthority(maxPathLength: 0), critical: true))
        }
        #expect(flagged == .authorityCertificate)
        let signing = try rejection {
            $0.extensions.update(
                try Certificate.Extension(KeyUsage(digitalSignature: true, keyCertSign: true), critical: true))
        }
        #expect(signing == .authorityCertificate)
    }

    @Test("The authority's own certificate is refused as a peer's")
    func authorityItself() throws {
        let pki = try TestPKI()
        let der = try PEMDocument(pemString: pki.authority.certificatePEM).derBytes
        let key = try Certificate.PrivateKey(pemEncoded: pki.authority.privateKeyPEM())
        let proof = try key.sign(bytes: message, signatureAlgorithm: .ed25519).rawRepresentation
        #expect(throws: PeerRejection.authorityCertificate) {
            try pki.verifier().verify(leaf: der, signature: proof, over: message, now: now)
        }
    }

    @Test("A self-signed leaf is refused, also one that carries the authority's name as its own")
    func selfSigned() throws {
        let honest = try rejection {
            $0.issuer = $0.subject
            $0.signer = $0.key
        }
        guard case .wrongIssuer = honest else { Issue.record("\(String(describing: honest))"); return }
        #expect(try rejection { $0.signer = $0.key } == .badCertificateSignature)
        let impostor = try rejection {
            $0.subject = $0.issuer
            $0.signer = $0.key
        }
        #expect(impostor == .badCertificateSignature)
    }

    @Test("A leaf that a client issued with its own certificate is refused")
    func issuedByClient() throws {
        let pki = try TestPKI()
        let key = try Certificate.PrivateKey(pemEncoded: pki.client.privateKeyPEM())
        let subject = try Certificate(derEncoded: pki.client.certificateDER).subject
        var leaf = try MintedLeaf(authority: pki.authority)
        leaf.signer = key
        #expect(try leaf.rejection(by: pki.verifier()) == .badCertificateSignature)
        leaf.issuer = subject
        guard case .wrongIssuer = try leaf.rejection(by: pki.verifier()) else { Issue.record("accepted"); return }
    }

    @Test("A critical extension that Aura does not know is refused, one that is not critical is passed over")
    func unknownExtension() throws {
        func leaf(critical: Bool) throws -> PeerRejection? {
            try rejection {
                try $0.extensions.append(.init(oid: [1, 3, 6, 1, 4, 1, 99999, 1], critical: critical, value: [5, 0]))
            }
        }
        #expect(try leaf(critical: true) == .unknownCriticalExtension(oid: "1.3.6.1.4.1.99999.1"))
        #expect(try leaf(critical: false) == nil)
    }

    @Test("Name constraints are not processed, so critical ones are refused")
    func nameConstraints() throws {
        let found = try rejection {
            let constraints = NameConstraints(permittedDNSDomains: ["example.org"])
            try $0.extensions.append(Certificate.Extension(constraints, critical: true))
        }
        #expect(found == .unknownCriticalExtension(oid: "2.5.29.30"))
    }

    @Test("A leaf whose key usage is missing or does not allow signatures is refused")
    func keyUsage() throws {
        #expect(try rejection { $0.extensions.remove(.X509ExtensionID.keyUsage) } == .wrongKeyUsage(found: "none"))
        let other = try rejection {
            $0.extensions.update(try Certificate.Extension(KeyUsage(keyAgreement: true), critical: true))
        }
        guard case .wrongKeyUsage = other else { Issue.record("\(String(describing: other))"); return }
    }

    @Test("A leaf with no purpose, both roles, any purpose or another purpose is refused")
    func extendedKeyUsage() throws {
        let none = try rejection { $0.extensions.remove(.X509ExtensionID.extendedKeyUsage) }
        #expect(none == .unclearRole(found: "none"))
        let others: [[ExtendedKeyUsage.Usage]] = [
            [], [.clientAuth, .serverAuth], [.any], [.clientAuth, .any], [.codeSigning],
        ]
        for usages in others {
            let found = try rejection {
                $0.extensions.update(try Certificate.Extension(ExtendedKeyUsage(usages), critical: false))
            }
            guard case .unclearRole = found else { Issue.record("\(usages): \(String(describing: found))"); return }
        }
    }

    @Test("A client's leaf without exactly one good common name is refused")
    func commonName() throws {
        let subjects = [
            DistinguishedName(), try DistinguishedName { OrganizationName("Aura") },
            try DistinguishedName { CommonName("../../etc/passwd") }, try DistinguishedName { CommonName("") },
            try DistinguishedName {
                CommonName("alice")
                CommonName("bob")
            },
        ]
        for subject in subjects {
            let found = try rejection { $0.subject = subject }
            guard case .invalidName = found else { Issue.record("\(subject): \(String(describing: found))"); return }
        }
    }

    @Test("A server's leaf is judged by its alternative names only, and a wildcard is none")
    func wildcard() throws {
        let pki = try TestPKI()
        let host = try ServerName("vpn.example.org")
        func leaf(_ names: [GeneralName]) throws -> PeerRejection? {
            var leaf = try MintedLeaf(authority: pki.authority)
            leaf.subject = try DistinguishedName { CommonName("vpn.example.org") }
            leaf.extensions.update(try Certificate.Extension(ExtendedKeyUsage([.serverAuth]), critical: false))
            leaf.extensions.update(try Certificate.Extension(SubjectAlternativeNames(names), critical: false))
            return try leaf.rejection(by: pki.verifier(.server(named: host)))
        }
        #expect(try leaf([.dnsName("VPN.example.org")]) == nil)
        #expect(try leaf([.rfc822Name("a@b"), .dnsName("*.example.org"), .dnsName("vpn.example.org")]) == nil)
        let other = try leaf([.dnsName("*.example.org"), .dnsName("other.example.org")])
        #expect(other == .wrongServerName(found: ["other.example.org"], expected: "vpn.example.org"))
        guard case .invalidName = try leaf([.dnsName("*.example.org")]) else { Issue.record("accepted"); return }
        guard case .invalidName = try leaf([]) else { Issue.record("accepted"); return }
    }

    @Test("Keys and signatures of other algorithms are refused")
    func algorithms() throws {
        let p256 = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let key = try rejection { $0.key = p256 }
        guard case .unsupportedAlgorithm = key else { Issue.record("\(String(describing: key))"); return }
        let signature = try rejection { $0.signer = p256 }
        guard case .unsupportedAlgorithm = signature else { Issue.record("\(String(describing: signature))"); return }
    }

    @Test("A version 1 certificate is refused")
    func version() throws {
        let found = try rejection { $0.version = .v1 }
        guard case .unsupportedVersion = found else { Issue.record("\(String(describing: found))"); return }
    }

    @Test("A certificate of the longest length is accepted and one byte more refused")
    func length() throws {
        let pki = try TestPKI()
        var leaf = try MintedLeaf(authority: pki.authority)
        func pad(_ count: Int) throws -> Int {
            let padding = [UInt8](repeating: 0, count: count)[...]
            leaf.extensions.update(.init(oid: [1, 3, 6, 1, 4, 1, 99999, 2], critical: false, value: padding))
            return try leaf.der().count
        }
        // Serial numbers are random, and a leading zero bit changes their length: take a leaf that has the length.
        let limit = PKILimits.maximumCertificateBytes
        let base = try pad(1500)
        var size = 1500 + limit - base
        while try pad(size) != limit { size = 1500 + limit - base + Int.random(in: -2...2) }
        let (atLimit, overLimit) = (
            try der(leaf, of: limit),
            try der(
                {
                    _ = try pad(size + 1); return leaf
                }(), of: limit + 1)
        )
        let proof = try leaf.key.sign(bytes: message, signatureAlgorithm: .ed25519).rawRepresentation
        let verifier = try pki.verifier()
        #expect(throws: Never.self) { try verifier.verify(leaf: atLimit, signature: proof, over: message, now: now) }
        #expect(throws: PeerRejection.oversized(bytes: limit + 1, limit: limit)) {
            try verifier.verify(leaf: overLimit, signature: proof, over: message, now: now)
        }
    }

    private func der(_ leaf: MintedLeaf, of count: Int) throws -> [UInt8] {
        for _ in 0..<200 {
            let der = try leaf.der()
            if der.count == count { return der }
        }
        throw CancellationError()
    }

    private func rejection(_ change: (inout MintedLeaf) throws -> Void) throws -> PeerRejection? {
        let pki = try TestPKI()
        var leaf = try MintedLeaf(authority: pki.authority)
        try change(&leaf)
        return try leaf.rejection(by: pki.verifier())
    }
}
