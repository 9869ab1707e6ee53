import AuraBridges
import AuraConfig
import AuraPKI
import Foundation
import Testing

@Suite("Form of a manifest")
struct ManifestFormTests {
    @Test("The text that the cases below change is good")
    func control() throws {
        #expect(try Signer().problems(ofText: Samples.text).isEmpty)
    }

    @Test(
        "A key that is missing, of another kind or out of range is named, with what was found and expected",
        arguments: [
            ("version = 1\n", "", "version"), ("version = 1\n", "version = 2\n", "version"),
            ("version = 1\n", "version = \"1\"\n", "version"), ("serial = 7\n", "", "serial"),
            ("serial = 7", "serial = 0", "serial"), ("serial = 7", "serial = -7", "serial"),
            ("serial = 7", "serial = 7.0", "serial"), ("serial = 7", "serial = \"7\"", "serial"),
            ("issued_at = 1795478400\n", "", "issued_at"),
            ("issued_at = 1795478400", "issued_at = 2026-11-24T00:00:00Z", "issued_at"),
            ("expires_at = 1798070400\n", "", "expires_at"),
            ("expires_at = 1798070400", "expires_at = -1", "expires_at"),
            ("expires_at = 1798070400", "expires_at = 253402300800", "expires_at"),
            ("bridges = [", "bridges = 1 # [", "bridges"), ("[\"vpn.example.org:8443\"]", "[8443]", "bridges[0]"),
            ("\"vpn.example.org:8443\"", "\"vpn.example.org\"", "bridges[0]"),
            ("\"vpn.example.org:8443\"", "\"a:1\", \"2001:db8::1:8443\"", "bridges[1]"),
            ("\"vpn.example.org:8443\"", "\"a:1\", \"b:2\", \"a:1\"", "bridges[2]"),
            ("\"vpn.example.org:8443\"", "\"0.0.0.0:8443\"", "bridges[0]"),
            ("host = \"vpn.example.org\"\n", "", "endpoints[0].host"),
            ("host = \"vpn.example.org\"", "host = \"[2001:db8::1]\"", "endpoints[0].host"),
            ("host = \"vpn.example.org\"", "host = \"vpn.example.org:8443\"", "endpoints[0].host"),
            ("host = \"vpn.example.org\"", "host = \"::\"", "endpoints[0].host"),
            ("host = \"vpn.example.org\"", "host = \"::ffff:0.0.0.0\"", "endpoints[0].host"),
            ("host = \"vpn.example.org\"", "host = 1", "endpoints[0].host"),
            ("udp = 8443\n", "", "endpoints[0]"), ("udp = 8443", "udp = 0", "endpoints[0].udp"),
            ("udp = 8443", "udp = 65536", "endpoints[0].udp"), ("udp = 8443", "tcp = -1", "endpoints[0].tcp"),
            ("udp = 8443", "quic = \"8443\"", "endpoints[0].quic"),
            ("[[endpoints]]", "[[endpoints]]\nhost = \"vpn.example.org\"\nudp = 8443\n[[endpoints]]", "endpoints[1]"),
            ("[[endpoints]]", "[endpoints]", "endpoints"),
        ])
    func badKeys(_ old: String, _ new: String, _ key: String) throws {
        let text = Samples.text.replacing(old, with: new)
        #expect(text != Samples.text)
        let problems = try Signer().problems(ofText: text)
        #expect(problems.map(\.keyPath) == [key])
        #expect(problems.allSatisfy { !$0.found.isEmpty && !$0.expected.isEmpty && $0.file == "manifest" })
    }

    @Test("All problems are found at once, with their lines, and one line tells the first of them")
    func allProblems() throws {
        let text = Samples.text.replacing("serial = 7", with: "serial = 0").replacing("udp = 8443", with: "udp = 0")
        let problems = try Signer().problems(ofText: text)
        #expect(problems.map(\.line) == [2, 9])
        #expect(problems.map(\.keyPath) == ["serial", "endpoints[0].udp"])
        let many = ManifestRejection.malformed(Array(repeating: problems[0], count: 200)).description
        #expect(many.hasSuffix("and 196 more problems"))
        #expect(!many.contains("\n"))
    }

    @Test("A manifest without any bridge is refused", arguments: ["bridges = []", ""])
    func noBridge(_ list: String) throws {
        let end = try #require(Samples.text.range(of: "bridges"))
        let text = Samples.text[..<end.lowerBound] + list + "\n"
        #expect(try Signer().problems(ofText: String(text)).map(\.found) == ["no bridge"])
    }

    @Test(
        "Signed bytes that are no text or no TOML are refused without harm",
        arguments: [
            [0xff, 0xfe], [0], Array("[\n".utf8), Array("[[endpoints\n".utf8), Array("a = 1 2\n".utf8), [0x0a],
        ])
    func noText(_ bytes: [UInt8]) throws {
        let signer = try Signer()
        let rejection = signer.rejection(of: try signer.sign(bytes: bytes + [0x0a]))
        guard case .malformed(let problems)? = rejection else {
            Issue.record("\(String(describing: rejection))")
            return
        }
        #expect(!problems.isEmpty)
    }

    @Test("Each rejection has a name of its own and tells what to do")
    func descriptions() throws {
        let rejections: [ManifestRejection] = [
            .tooLarge, .noSignature, .badSignature, .malformed([]), .notYetValid(issuedAt: now, now: now),
            .expired(expiresAt: now, now: now), .older(found: 1, kept: 2), .conflicting(serial: 2),
            .authorityNotValid(.notValid(notBefore: now, notAfter: now, now: now)),
        ]
        #expect(Set(rejections.map(\.label)).count == rejections.count)
        for rejection in rejections where rejection != .malformed([]) {
            #expect(rejection.description.count > 30)
            #expect(!rejection.description.contains("\n"))
        }
    }
}
