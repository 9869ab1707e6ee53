import AuraPKI
import Crypto
import Foundation
import Testing

@Suite("Certificates that are known")
struct KnownLeavesTests {
    @Test("A peer that comes again is described as the first time, and is remembered once")
    func again() throws {
        let pki = try TestPKI()
        let verifier = try pki.verifier()
        let first = try verifier.verify(pki.client)
        #expect(verifier.knownCount == 1)
        #expect(try verifier.verify(pki.client) == first)
        #expect(verifier.knownCount == 1)
    }

    @Test("A known certificate is refused before and after its time, and when the authority's time is over")
    func time() throws {
        let pki = try TestPKI()
        let verifier = try pki.verifier()
        _ = try verifier.verify(pki.client)
        let (begin, end) = (now.addingTimeInterval(-3600), now.addingTimeInterval(365 * day))
        #expect(try verifier.rejection(of: pki.client, at: end) == nil)
        let late = end.addingTimeInterval(1)
        #expect(try verifier.rejection(of: pki.client, at: late) == .expired(notAfter: end, now: late))
        let rejection = try verifier.rejection(of: pki.client, at: begin.addingTimeInterval(-1))
        guard case .authorityNotValid = rejection else { Issue.record("\(String(describing: rejection))"); return }
        let young = try pki.authority.issue(.client(PeerName("bob")), validity: .days(2), now: now + day)
        _ = try verifier.verify(young, at: now + day)
        let start = now.addingTimeInterval(day - 3600)
        #expect(try verifier.rejection(of: young) == .notYetValid(notBefore: start, now: now))
    }

    @Test("A known certificate that is revoked later is refused, by copies of the verifier too")
    func revoked() throws {
        let pki = try TestPKI()
        let before = try pki.verifier()
        _ = try before.verify(pki.client)
        var after = before
        try after.revocations.add(Revocation(serial: pki.client.serial, name: "alice", at: now))
        #expect(after.knownCount == 1)
        let expected = PeerRejection.revoked(serial: pki.client.serial, name: "alice", at: now)
        #expect(try after.rejection(of: pki.client) == expected)
        #expect(try before.rejection(of: pki.client) == nil)
    }

    @Test("A known certificate does not spare its holder the proof of the key")
    func proof() throws {
        let pki = try TestPKI()
        let verifier = try pki.verifier()
        _ = try verifier.verify(pki.client)
        let (leaf, good) = (pki.client.certificateDER, try pki.client.sign(message))
        let bad = PeerRejection.badProof(name: "alice")
        #expect(throws: bad) { try verifier.verify(leaf: leaf, signature: good, over: message + [0], now: now) }
        #expect(throws: bad) {
            try verifier.verify(leaf: leaf, signature: pki.server.sign(message), over: message, now: now)
        }
        #expect(throws: Never.self) { try verifier.verify(leaf: leaf, signature: good, over: message, now: now) }
    }

    @Test("Changing any byte of a known certificate makes it unknown, and it is refused")
    func changed() throws {
        let pki = try TestPKI()
        let verifier = try pki.verifier()
        _ = try verifier.verify(pki.client)
        let proof = try pki.client.sign(message)
        for index in pki.client.certificateDER.indices {
            var leaf = pki.client.certificateDER
            leaf[index] ^= 1
            #expect(throws: PeerRejection.self) {
                try verifier.verify(leaf: leaf, signature: proof, over: message, now: now)
            }
        }
        #expect(verifier.knownCount == 1)
    }

    @Test("Who is refused is not remembered")
    func refused() throws {
        let pki = try TestPKI()
        let verifier = try pki.verifier()
        _ = try verifier.rejection(of: pki.server)
        _ = try verifier.rejection(of: try TestPKI().client)
        _ = try? verifier.verify(leaf: pki.client.certificateDER, signature: [], over: message, now: now)
        #expect(verifier.knownCount == 0)
        _ = try verifier.verify(pki.client)
        #expect(verifier.knownCount == 1)
    }

    @Test("So many are remembered and no more; who was seen lately stays")
    func bound() throws {
        let known = KnownLeaves(limit: 16)
        let leaf = KnownLeaf(
            subject: .client(try PeerName("alice")), serverNames: [], validity: now...now + day, serial: "01",
            publicKey: Curve25519.Signing.PrivateKey().publicKey)
        let digests = (0..<100).map { SHA256.hash(data: [UInt8($0)]) }
        for digest in digests {
            known.note(leaf, as: digest)
            #expect(known.count <= 16)
            #expect(known[digests[0]] != nil)
        }
        #expect(digests.suffix(8).allSatisfy { known[$0] != nil })
        #expect(known[digests[50]] == nil)
    }
}
