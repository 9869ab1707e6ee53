import AuraFuzz
import Testing

@Suite("Inputs made of the corpora")
struct MutationTests {
    /// For each target and seed; more are tried by `make fuzz`.
    private static let attempts = 2000

    @Test("A damaged input is read or refused, and no promise is broken", arguments: FuzzTarget.allCases, 0..<2)
    func mutants(target: FuzzTarget, seed: UInt64) throws {
        var mutator = Mutator(
            inputs: try CorpusFile.inputs(of: target).map(\.bytes), pieces: try CorpusFile.pieces(of: target),
            seed: seed)
        for attempt in 0..<Self.attempts {
            let input = mutator.next()
            do throws(BrokenPromise) {
                _ = try target.run(input)
            } catch {
                Issue.record("attempt \(attempt): \(error), by \(String(decoding: input, as: UTF8.self))")
            }
        }
    }
}
