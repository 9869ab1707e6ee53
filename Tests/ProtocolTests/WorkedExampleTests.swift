import AuraCrypto
import AuraPKI
import AuraSession
import AuraWire
import Crypto
import Foundation
import Testing

@Suite("The worked example in docs/PROTOCOL.md", .serialized)
struct WorkedExampleTests {
    /// True where signing the same bytes twice gives the same signature. Elsewhere messages 2 and 3 cannot be made again.
    static let signsTheSame: Bool = {
        let key = Curve25519.Signing.PrivateKey()
        let signatures = (0..<2).map { _ in try? key.signature(for: Data([1, 2, 3])) }
        return signatures[0] != nil && signatures[0] == signatures[1]
    }()

    static let rewrites = ProcessInfo.processInfo.environment["AURA_UPDATE_EXAMPLE"] == "1"

    @Test(
        "Every value is what Aura makes from the given ones",
        .enabled(if: signsTheSame, "Ed25519 signatures are randomised on this platform"))
    func values() throws {
        var document = try ExampleDocument()
        let example = try Example(document)
        if Self.rewrites {
            for section in example.sections { document.replace(section.name, with: section.values) }
            try document.write()
        }
        #expect(document.sections == [ExampleDocument.givenSection] + example.sections.map(\.name))
        for section in example.sections {
            let written = document.values(of: section.name)
            for (value, written) in zip(section.values, written) {
                #expect(value == written, "AURA_UPDATE_EXAMPLE=1 rewrites the document")
            }
            #expect(section.values.count == written.count)
        }
    }

    @Test("The given ciphertext and shared secret belong to the given ML-KEM seed")
    func encapsulation() throws {
        let cast = ExampleCast(try ExampleDocument())
        let key = try cast.kemKey()
        let secret = try key.decapsulate(cast["kem.ciphertext"]).withUnsafeBytes { Array($0) }
        #expect(secret == cast["kem.shared-secret"])
        var other = cast["kem.ciphertext"]
        other[0] ^= 1
        #expect(try key.decapsulate(other).withUnsafeBytes { Array($0) } != secret)
    }

    @Test(
        "Noise alone writes the messages that the state machines sent",
        .enabled(if: signsTheSame, "Ed25519 signatures are randomised on this platform"))
    func noise() throws {
        let example = try Example(ExampleDocument())
        #expect(example.transcript.messages == example.messages)
    }

    @Test("The document's datagrams pass the gate as they stand, and do not with a bit flipped")
    func gate() throws {
        let document = try ExampleDocument()
        let cast = ExampleCast(document)
        let gate = try ExampleGate(cast)
        let values = document.sections.flatMap { document.values(of: $0) }
        let wire = values.filter { $0.name.contains(".sealed") || $0.name.contains(".masked") }
        #expect(wire.count >= 11)
        for value in wire {
            let plain = try #require(gate.uncover(value.bytes), "\(value.name)")
            let type = try #require(DatagramType(rawValue: plain[0]))
            #expect((type == .data) == value.name.contains(".masked"))
            var flipped = value.bytes
            flipped[20] ^= 1
            #expect(gate.uncover(flipped) != plain)
        }
    }

    @Test("Certificates and signatures in the document hold")
    func identities() throws {
        let document = try ExampleDocument()
        let cast = ExampleCast(document)
        let transcript = try ExampleTranscript(
            cast,
            messages: (1...3).map { number in
                document.values(of: "message-\(number)").first { $0.name == "m\(number).message" }?.bytes ?? []
            })
        for (payload, expected, context) in [
            (
                1, ExpectedPeer.server(named: try ServerName(ExampleCast.serverName)),
                "aura/1 server handshake signature"
            ),
            (2, .client, "aura/1 client handshake signature"),
        ] {
            let records = try Record.decode(transcript.payloads[payload][...])
            let field = { (type: UInt8) in Array(records.first { $0.type == type }?.value ?? []) }
            let hash = try #require(transcript.hashes["m\(payload + 1).signed-hash"])
            let verifier = try cast.verifier(expecting: expected)
            let signed = Array(context.utf8) + [0] + hash
            let peer = try verifier.verify(leaf: field(1), signature: field(2), over: signed, now: cast.time.date)
            #expect([ExampleCast.serverName, ExampleCast.clientName].contains(peer.name))
            #expect(throws: PeerRejection.self) {
                try verifier.verify(leaf: field(1), signature: field(2), over: signed + [0], now: cast.time.date)
            }
        }
    }

    @Test(
        "An independent implementation in Python agrees with every value",
        .enabled(
            if: NoisePeer.hasPython(with: "cryptography.hazmat.primitives.asymmetric.x25519"),
            "needs Python with the package cryptography (Debian: python3-cryptography)"))
    func python() {
        #expect(NoisePeer.runs(["check_example.py"]))
    }
}
