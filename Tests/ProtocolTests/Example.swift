import AuraCrypto
import AuraSession
import AuraWire
import Crypto

/// The worked example: every section's values, made anew from those that the document gives.
struct Example {
    let cast: ExampleCast
    let transcript: ExampleTranscript
    let messages: [[UInt8]]
    private(set) var sections: [(name: String, values: [ExampleValue])] = []

    private let gate: ExampleGate
    private let known: [String: [UInt8]]

    /// - Parameter document: gives the starting values, and the nonces of datagrams that were sealed before.
    init(_ document: ExampleDocument) throws {
        cast = ExampleCast(document)
        gate = try ExampleGate(cast)
        let pairs = document.sections.flatMap { document.values(of: $0) }.map { ($0.name, $0.bytes) }
        known = Dictionary(pairs) { $1 }
        var run = try ExampleRun(cast)
        try run.play()
        messages = try run.flights.map { try $0.flatMap { try HandshakeFragment(decoding: $0).body } }
        guard messages.count == 3, messages.allSatisfy({ !$0.isEmpty }) else { throw ExampleError("handshake") }
        transcript = try ExampleTranscript(cast, messages: messages)
        sections = [
            ("outer-keys", try outerKeys()), ("message-1", message(1, run.flights[0])),
            ("message-2", message(2, run.flights[1])), ("message-3", message(3, run.flights[2])),
            ("transport-keys", transportKeys()),
            ("welcome", try packet("welcome", run.welcome, transcript.serverToClient)),
            ("ping", try clientPacket("ping", run.seal(.ping(token: cast.pingToken, padding: 3)))),
            ("packet", try clientPacket("packet", run.seal(cast["ip-packet"]))),
            ("goodbye", try clientPacket("goodbye", run.seal(.goodbye(.shutdown)))), ("cookie", try cookie()),
        ]
    }
}

extension Example {
    private func outerKeys() throws -> [ExampleValue] {
        let outer = SymmetricKey(data: cast["outer-key"])
        return [("mask-key", "aura/1 outer header mask"), ("seal-key", "aura/1 outer handshake")].map { name, label in
            let key = HKDF<SHA256>.deriveKey(inputKeyMaterial: outer, info: Array(label.utf8), outputByteCount: 32)
            return ExampleValue(name, key.withUnsafeBytes { Array($0) })
        }
    }

    private func message(_ number: Int, _ datagrams: [[UInt8]]) -> [ExampleValue] {
        let name = "m\(number)"
        let payload = transcript.payloads[number - 1]
        // The padding of message 1 is zero to its end.
        var values = [ExampleValue("\(name).payload", number == 1 ? Array(payload.prefix(10)) : payload)]
        if let hash = transcript.hashes["\(name).signed-hash"] {
            values.insert(ExampleValue("\(name).signed-hash", hash), at: 0)
        }
        values.append(ExampleValue("\(name).message", messages[number - 1]))
        if let hash = transcript.hashes["\(name).hash"] { values.append(ExampleValue("\(name).hash", hash)) }
        for (index, datagram) in datagrams.enumerated() {
            let sealed = "\(name).sealed.\(index)"
            values.append(
                ExampleValue("\(name).fragment.\(index)", Array(datagram.prefix(HandshakeFragment.headerLength))))
            values.append(ExampleValue(sealed, gate.seal(datagram, known: known[sealed])))
        }
        return values
    }

    private func transportKeys() -> [ExampleValue] {
        [
            ExampleValue("key.client-to-server", transcript.clientToServer),
            ExampleValue("key.server-to-client", transcript.serverToClient),
        ]
    }

    private func clientPacket(_ name: String, _ datagram: [UInt8]) throws -> [ExampleValue] {
        try packet(name, datagram, transcript.clientToServer)
    }

    private func packet(_ name: String, _ datagram: [UInt8], _ key: [UInt8]) throws -> [ExampleValue] {
        guard let header = datagram.dataHeader else { throw ExampleError(name) }
        var opened = datagram
        var span = opened.mutableSpan
        let length = PacketKey(SymmetricKey(data: key)).open(
            &span, at: DataHeader.length, counter: header.counter, header: header.bytes.span)
        guard let length else { throw ExampleError(name) }
        return [
            ExampleValue("\(name).payload", Array(opened[DataHeader.length..<(DataHeader.length + length)])),
            ExampleValue("\(name).datagram", datagram), ExampleValue("\(name).masked", gate.mask(datagram)),
        ]
    }

    private func cookie() throws -> [ExampleValue] {
        let retry = try ExampleRun.retry(cast)
        let reply = retry.reply.encoded(padding: 8)
        let fields = Handshake.keyFields..<(Handshake.keyFields + 26)
        let message = try retry.flight.flatMap { try HandshakeFragment(decoding: $0).body }
        guard message.count > fields.upperBound else { throw ExampleError("cookie") }
        return [
            ExampleValue("cookie.reply", reply),
            ExampleValue("cookie.sealed", gate.seal(reply, known: known["cookie.sealed"])),
            ExampleValue("cookie.retry-payload", Array(message[fields])),
        ]
    }

    private enum Handshake {
        /// Bytes of message 1 before its payload.
        static let keyFields = 32 + 1_184
    }
}
