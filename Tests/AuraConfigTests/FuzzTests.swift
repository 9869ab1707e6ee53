import AuraConfig
import Testing

@Suite("Damaged files")
struct FuzzTests {
    private static let profile =
        Fixtures.profile + "[bridges]\nurl = \"https://a.example/b?c=%2f\"\nmanifest = '''\n\(Fixtures.manifest)'''\n"

    /// Each seed makes its own mutants: 8 seeds, two kinds of file, 1,500 mutants each.
    @Test("A damaged file is read or refused, never a crash, and no message shows a secret", arguments: 0..<8)
    func mutants(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var accepted = 0
        for kind in ConfigurationFile.Kind.allCases {
            let original = Array((kind == .server ? Fixtures.server : Self.profile).utf8)
            for _ in 0..<1500 {
                let mutant = Mutation.mutate(original, using: &generator)
                let problems = check(mutant, as: kind)
                if problems.isEmpty { accepted += 1 }
                #expect(problems.allSatisfy(isFitToPrint))
            }
        }
        #expect((1..<2000).contains(accepted))
    }

    private func check(_ bytes: [UInt8], as kind: ConfigurationFile.Kind) -> [ConfigurationProblem] {
        let text = ConfigurationText(bytes: bytes, path: "f.toml")
        do throws(ConfigurationError) {
            switch kind {
            case .server: _ = try ServerConfiguration(parsing: text)
            case .profile: _ = try ClientProfile(parsing: text)
            }
            return []
        } catch {
            return error.problems
        }
    }

    private func isFitToPrint(_ problem: ConfigurationProblem) -> Bool {
        let text = problem.description
        return text.unicodeScalars.allSatisfy { $0.value >= 0x20 } && !text.contains("DA0ODxAREhMU")
            && !text.contains("QAwBQYDK2Vw")
    }
}
