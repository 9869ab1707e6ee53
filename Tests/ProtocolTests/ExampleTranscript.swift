import AuraCrypto
import AuraSession
import Crypto
import Foundation

/// What is inside the three messages of a handshake, found by playing both sides of Noise again with the same keys.
struct ExampleTranscript {
    /// The handshake hash before and after the payload of messages 2 and 3; of message 1 only after.
    private(set) var hashes: [String: [UInt8]] = [:]
    /// The payloads of messages 1, 2 and 3.
    private(set) var payloads: [[UInt8]] = []
    /// What our own Noise writes for those payloads.
    private(set) var messages: [[UInt8]] = []
    /// The two transport keys.
    private(set) var clientToServer: [UInt8] = []
    private(set) var serverToClient: [UInt8] = []

    init(_ cast: ExampleCast, messages sent: [[UInt8]]) throws {
        var initiator = try Self.side(.initiator, "client", cast)
        var responder = try Self.side(.responder, "server", cast)
        payloads.append(try responder.read(sent[0]).payload)
        hashes["m1.hash"] = responder.handshakeHash
        messages.append(try initiator.write(payloads[0]))

        let second = try initiator.read(sent[1])
        payloads.append(second.payload)
        messages.append(try responder.writeKeys() + responder.writePayload(second.payload))
        hashes["m2.signed-hash"] = second.handshakeHash
        hashes["m2.hash"] = responder.handshakeHash

        let third = try responder.read(sent[2])
        payloads.append(third.payload)
        messages.append(try initiator.writeKeys() + initiator.writePayload(third.payload))
        hashes["m3.signed-hash"] = third.handshakeHash
        hashes["m3.hash"] = initiator.handshakeHash

        let keys = try initiator.finish()
        clientToServer = keys.initiator.withUnsafeBytes { Array($0) }
        serverToClient = keys.responder.withUnsafeBytes { Array($0) }
    }

    private static func side(
        _ side: NoiseHandshake.Side, _ name: String, _ cast: ExampleCast
    ) throws -> NoiseHandshake {
        NoiseHandshake(
            .xxhfs, as: side, prologue: Array("aura/1".utf8), staticKey: try cast.agreementKey("\(name).static"),
            keys: try cast.keys(of: name, startingWithStatic: false))
    }
}
