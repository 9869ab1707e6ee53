import AuraPKI
import SwiftASN1
import Testing
import X509

/// What a hostile or broken wire makes of a certificate.
@Suite("Mutated certificates")
struct MutationTests {
    let verifier: PeerVerifier
    let leaf: [UInt8]
    let proof: [UInt8]
    let authorityKey: Certificate.PrivateKey

    init() throws {
        let pki = try TestPKI()
        verifier = try pki.verifier()
        leaf = pki.client.certificateDER
        proof = try pki.client.sign(message)
        authorityKey = try Certificate.PrivateKey(pemEncoded: pki.authority.privateKeyPEM())
    }

    @Test("A certificate with any one bit flipped is refused")
    func flippedBits() {
        #expect(isAccepted(leaf))
        for index in leaf.indices {
            for bit in 0..<8 {
                var mutated = leaf
                mutated[index] ^= 1 << bit
                if isAccepted(mutated) { Issue.record("byte \(index), bit \(bit)") }
            }
        }
    }

    @Test("A certificate cut at any length is refused")
    func truncated() {
        #expect(isAccepted(leaf))
        for count in 0..<leaf.count where isAccepted(Array(leaf.prefix(count))) { Issue.record("\(count) bytes") }
    }

    @Test("A certificate with bytes after or before it is refused")
    func trailing() {
        #expect(isAccepted(leaf))
        for byte in UInt8.min...UInt8.max {
            if isAccepted(leaf + [byte]) || isAccepted([byte] + leaf) { Issue.record("byte \(byte)") }
        }
        #expect(!isAccepted(leaf + leaf))
    }

    @Test("Contents that the authority signed but that make no sense are judged without a crash")
    func signedNonsense() throws {
        var generator = SplitMix64(seed: 2026)
        let good = try Certificate(derEncoded: leaf)
        let signed = Array(good.tbsCertificateBytes)
        #expect(isAccepted(try certificate(signed)))
        for _ in 0..<2000 {
            var mutated = signed
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: mutated.indices, using: &generator)
                mutated[index] = .random(in: .min ... .max, using: &generator)
            }
            guard let peer = accepted(try certificate(mutated)) else { continue }
            #expect((try? PeerName(peer.name)) != nil && peer.role == .client)
        }
    }

    @Test("A certificate whose signed part names another algorithm than its signature is refused")
    func innerAlgorithm() throws {
        var signed = Array(try Certificate(derEncoded: leaf).tbsCertificateBytes)
        #expect(isAccepted(try certificate(signed)))
        let ed25519: [UInt8] = [0x06, 0x03, 0x2B, 0x65, 0x70]
        let identifier = try #require(signed.firstRange(of: ed25519))
        signed[identifier.upperBound - 1] = 0x71
        let mutated = try certificate(signed)
        let rejection = #expect(throws: PeerRejection.self) {
            try verifier.verify(leaf: mutated, signature: proof, over: message, now: now)
        }
        guard case .unsupportedAlgorithm = rejection else { Issue.record("\(String(describing: rejection))"); return }
    }

    /// A certificate around any bytes, with the authority's signature over them.
    private func certificate(_ signed: [UInt8]) throws -> [UInt8] {
        let signature = try authorityKey.sign(bytes: signed, signatureAlgorithm: .ed25519).rawRepresentation
        var serializer = DER.Serializer()
        try serializer.appendConstructedNode(identifier: .sequence) { coder in
            coder.serializeRawBytes(signed)
            coder.serializeRawBytes([0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70])
            try coder.serialize(ASN1BitString(bytes: signature[...]))
        }
        return serializer.serializedBytes
    }

    private func isAccepted(_ leaf: [UInt8]) -> Bool { accepted(leaf) != nil }

    private func accepted(_ leaf: [UInt8]) -> VerifiedPeer? {
        try? verifier.verify(leaf: leaf, signature: proof, over: message, now: now)
    }
}

/// A small generator with a seed, so that a failure can be had again.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
