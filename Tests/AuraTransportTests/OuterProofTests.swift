import AuraCrypto
import AuraTransport
import AuraWire
import Testing

@Suite("Proofs of the outer key") struct OuterProofTests {
    private let key = OuterKey.random()
    private let certificate: [UInt8] = Array("certificate".utf8)
    private let now: UInt64 = 1_800_000_000_000

    private func proof(_ key: OuterKey? = nil, _ kind: TransportKind = .tcp, at time: UInt64? = nil) -> [UInt8] {
        OuterProof(key: key ?? self.key, transport: kind).bytes(for: certificate, at: time ?? now)
    }

    private func checker(_ kind: TransportKind = .tcp, _ certificate: [UInt8]? = nil) -> OuterProofChecker {
        OuterProofChecker(key: key, transport: kind, certificate: certificate ?? self.certificate)
    }

    @Test("a proof is good once") func once() {
        let (checker, proof) = (checker(), proof())
        #expect(checker.accepts(proof, at: now))
        #expect(!checker.accepts(proof, at: now))
        #expect(checker.accepts(self.proof(), at: now))
    }

    @Test("a proof is good for its key, its transport and its certificate only") func binding() {
        #expect(!checker().accepts(proof(.random()), at: now))
        #expect(!checker(.quic).accepts(proof(), at: now))
        #expect(!checker(.tcp, Array("another".utf8)).accepts(proof(), at: now))
        #expect(checker(.quic).accepts(proof(key, .quic), at: now))
    }

    @Test("a proof is good within the tolerance", arguments: [300_000, -300_000]) func time(offset: Int64) {
        let limit = now &+ UInt64(bitPattern: offset)
        #expect(checker().accepts(proof(at: limit), at: now))
        #expect(!checker().accepts(proof(at: limit &+ UInt64(bitPattern: offset.signum())), at: now))
    }

    @Test("a replay is seen for as long as its time would be accepted") func replayLater() {
        let (checker, early) = (checker(), proof(at: now + 300_000))
        #expect(checker.accepts(early, at: now))
        for step in 1...6 {
            #expect(checker.accepts(proof(at: now + UInt64(step) * 100_000), at: now + UInt64(step) * 100_000))
            #expect(!checker.accepts(early, at: now + UInt64(step) * 100_000))
        }
    }

    @Test("every changed byte and every cut is refused") func mutations() {
        let (checker, proof) = (checker(), proof())
        for index in proof.indices {
            var changed = proof
            changed[index] ^= 1
            #expect(!checker.accepts(changed, at: now))
            #expect(!checker.accepts(Array(proof.prefix(index)), at: now))
        }
        #expect(!checker.accepts(proof + [0], at: now))
        #expect(!checker.accepts([UInt8](repeating: 0, count: 100_000), at: now))
        #expect(checker.accepts(proof, at: now))
    }

    @Test("lengths differ, and no byte is constant") func looks() {
        let proofs = (0..<64).map { _ in proof() }
        #expect(Set(proofs.map(\.count)).count > 10)
        for index in 0..<82 { #expect(Set(proofs.map { $0[index] }).count > 1) }
    }
}
