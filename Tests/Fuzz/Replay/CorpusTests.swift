import AuraFuzz
import Testing

@Suite("Inputs of the fuzzing corpora")
struct CorpusTests {
    @Test("Each input is read or refused, and no promise is broken", arguments: FuzzTarget.allCases)
    func corpus(target: FuzzTarget) throws {
        var outcomes: [FuzzTarget.Outcome: Int] = [:]
        for (name, bytes) in try CorpusFile.inputs(of: target) {
            do throws(BrokenPromise) {
                outcomes[try target.run(bytes), default: 0] += 1
            } catch {
                Issue.record("\(target.rawValue)/\(name): \(error)")
            }
        }
        // Both kinds are there, so that neither is a matter of course.
        #expect(outcomes[.accepted, default: 0] > 0)
        #expect(outcomes[.refused, default: 0] > 0)
    }

    @Test("Inputs that are meant to be good are read", arguments: FuzzTarget.allCases)
    func seeds(target: FuzzTarget) throws {
        let seed = try #require(try CorpusFile.inputs(of: target).first { $0.name.hasPrefix("seed-whole") })
        #expect(try target.run(seed.bytes) == .accepted)
        #expect(try target.run([UInt8(ascii: "?")] + seed.bytes) == .refused)
    }
}
