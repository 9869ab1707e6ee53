import AuraSession
import Crypto
import Foundation
import Testing

/// A transcript of plain Noise XX by another implementation (Tests/Fixtures/noise_vectors.py).
struct NoiseVector: Decodable, Sendable, CustomTestStringConvertible {
    struct Message: Decodable, Sendable {
        let payload: String
        let ciphertext: String
    }

    private struct File: Decodable {
        let `protocol`: String
        let vectors: [NoiseVector]
    }

    let name: String
    let prologue: String
    let initiatorStatic: String
    let initiatorEphemeral: String
    let responderStatic: String
    let responderEphemeral: String
    let handshakeHash: String
    let messages: [Message]

    var testDescription: String { name }

    /// All vectors; none when the file cannot be read, which a test of its own notices.
    static let all: [NoiseVector] = {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let data = try? Data(contentsOf: ProjectFiles.fixtures.appending(path: "noise_xx.json")),
            let file = try? decoder.decode(File.self, from: data),
            file.protocol == HandshakePattern.xx.protocolName
        else { return [] }
        return file.vectors
    }()

    /// Our own implementation in the place of one side, with that side's keys.
    func handshake(as side: NoiseHandshake.Side) throws -> NoiseHandshake {
        let (fixed, ephemeral) =
            switch side {
            case .initiator: (initiatorStatic, initiatorEphemeral)
            case .responder: (responderStatic, responderEphemeral)
            }
        let ephemeralKey = try Self.key(ephemeral)
        let keys = HandshakeKeySource(
            keyAgreement: { ephemeralKey }, encapsulation: { try MLKEM768.PrivateKey() },
            encapsulate: { try $0.encapsulate() })
        return NoiseHandshake(
            .xx, as: side, prologue: Hex.decode(prologue) ?? [], staticKey: try Self.key(fixed), keys: keys)
    }

    private static func key(_ hex: String) throws -> Curve25519.KeyAgreement.PrivateKey {
        try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: Hex.decode(hex) ?? [])
    }
}
