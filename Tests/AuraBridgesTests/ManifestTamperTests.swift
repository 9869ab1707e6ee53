import AuraBridges
import AuraPKI
import Foundation
import Testing

@Suite("Changed manifests")
struct ManifestTamperTests {
    @Test("Every bit of every byte counts")
    func flippedBits() throws {
        let signer = try Signer()
        let good = try signer.sign(Samples.manifest(endpoints: ["[2001:db8::7]:udp=8443:tcp=443"])).bytes
        #expect(signer.rejection(of: good) == nil)
        var counts: [String: Int] = [:]
        for index in good.indices {
            for bit in 0..<8 {
                var changed = good
                changed[index] ^= 1 << bit
                counts[signer.rejection(of: changed)?.label ?? "accepted", default: 0] += 1
            }
        }
        #expect(Set(counts.keys) == ["no_signature", "bad_signature"])
        #expect(counts.values.reduce(0, +) == good.count * 8)
    }

    @Test("A manifest is refused when cut at any length, at either end")
    func truncated() throws {
        let signer = try Signer()
        let good = try signer.sign(Samples.manifest()).bytes
        for count in 0..<good.count {
            for part in [Array(good.prefix(count)), Array(good.suffix(count))] {
                switch signer.rejection(of: part) {
                case .noSignature, .badSignature: break
                case let other: Issue.record("\(count) bytes: \(String(describing: other))")
                }
            }
        }
    }

    @Test(
        "What follows the last line spoils it",
        arguments: ["\n", " ", "\r\n", "\0", "# more\n", "serial = 8\n", "\u{feff}", "\n\n"])
    func appended(_ more: String) throws {
        let signer = try Signer()
        let good = try signer.sign(Samples.manifest()).bytes
        #expect(signer.rejection(of: good) == nil)
        #expect(signer.rejection(of: good + Array(more.utf8)) == .noSignature)
    }

    @Test("What comes before the text spoils it", arguments: ["\n", " ", "# a remark\n", "\u{feff}"])
    func prepended(_ more: String) throws {
        let signer = try Signer()
        let good = try signer.sign(Samples.manifest()).bytes
        #expect(signer.rejection(of: Array(more.utf8) + good) == .badSignature)
    }

    @Test("A file whose line ends were changed is refused, and the reason names them")
    func carriageReturns() throws {
        let signer = try Signer()
        let text = String(decoding: try signer.sign(Samples.manifest()).bytes, as: UTF8.self)
        let changed = Array(text.replacing("\n", with: "\r\n").utf8)
        #expect(signer.rejection(of: changed) == .noSignature)
        #expect(ManifestRejection.noSignature.description.contains("carriage return"))
        // The same with the last line as it was: the bytes are not those that were signed.
        let body = Array(text.dropLast().replacing("\n", with: "\r\n").utf8)
        #expect(signer.rejection(of: body + [0x0a]) == .badSignature)
    }

    @Test("Only the one spelling of the last line is taken")
    func spellings() throws {
        let signer = try Signer()
        let good = String(decoding: try signer.sign(Samples.manifest()).bytes, as: UTF8.self)
        let start = try #require(good.range(of: "# aura-manifest-signature: "))
        let signature = String(good[start.upperBound...].dropLast())
        let body = String(good[..<start.lowerBound])
        #expect(signer.rejection(of: Array((body + "# aura-manifest-signature: \(signature)\n").utf8)) == nil)
        for line in [
            "# aura-manifest-signature: \(signature)", "# aura-manifest-signature:  \(signature)\n",
            "#aura-manifest-signature: \(signature)\n", "# Aura-manifest-signature: \(signature)\n",
            " # aura-manifest-signature: \(signature)\n", "# aura-manifest-signature: \(signature) \n",
            "# aura-manifest-signature: \(signature.dropLast())\n",
            "# aura-manifest-signature: \(signature.dropLast(2))\n", "# aura-manifest-signature: \(signature)==\n",
            "# aura-manifest-signature: \(signature.dropLast(4))\n", "# aura-manifest-signature: \n",
            "# aura-manifest-signature: AAAA\(signature)\n", "# aura-manifest-signature: \(Self.twin(signature))\n",
            "# aura-manifest-signature: \(signature.replacing("=", with: "\n"))\n",
        ] {
            #expect(signer.rejection(of: Array((body + line).utf8)) == .noSignature, "\(line)")
        }
    }

    /// Another base64 text of the same bytes: the last digit before the padding has four bits that do not count.
    private static func twin(_ base64: String) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let last = Array(base64)[85]
        let index = digits.firstIndex(of: last).map { $0 ^ 1 } ?? 0
        return String(base64.prefix(85)) + String(digits[index]) + "=="
    }

    @Test("Another authority's manifest is refused")
    func otherAuthority() throws {
        let (ours, theirs) = (try Signer(), try Signer())
        let bytes = try theirs.sign(Samples.manifest()).bytes
        #expect(ours.rejection(of: bytes) == .badSignature)
        #expect(theirs.rejection(of: bytes) == nil)
    }

    @Test("A signature with another context, or with none, is no manifest's")
    func otherContext() throws {
        let signer = try Signer()
        let text = Array(Samples.text.utf8)
        for (context, accepted) in [
            ("aura bridges manifest v1\0", true), ("aura bridges manifest v2\0", false),
            ("aura bridges manifest v1", false), ("aura bridges manifest v1\0\0", false), ("", false),
        ] {
            let signature = Data(try signer.authority.sign(Array(context.utf8) + text)).base64EncodedString()
            let bytes = text + Array("# aura-manifest-signature: \(signature)\n".utf8)
            #expect(signer.rejection(of: bytes) == (accepted ? nil : .badSignature), "\(context)")
        }
    }

    @Test("Nothing is parsed before the signature is right")
    func order() throws {
        let (ours, theirs) = (try Signer(), try Signer())
        for text in ["", "no TOML at all\n", "[[[[\n", "a = \"\n", "serial = 1\n"] {
            #expect(ours.rejection(of: try theirs.sign(text: text)) == .badSignature)
            guard case .malformed? = ours.rejection(of: try ours.sign(text: text)) else {
                Issue.record("\(text) is accepted")
                continue
            }
        }
    }
}
