import AuraFuzz
import Testing

@Suite("What the fuzzing targets demand of messages")
struct MessageCheckTests {
    @Test("A message that is not one printable line, or shows what may be a key, breaks a promise")
    func messages() throws {
        try MessageCheck.check("server.toml:1: log.level: found \"inf\u{f6}\"; expected \"info\"")
        try MessageCheck.check(String(repeating: "A", count: 40))
        let bad = [
            "", "two\nlines", "a\u{202e}b", "a\u{1b}[0m", String(repeating: "A", count: 41),
            String(repeating: "a ", count: 200_000),
        ]
        for message in bad {
            #expect(throws: BrokenPromise.self) { try MessageCheck.check(message) }
        }
    }
}
