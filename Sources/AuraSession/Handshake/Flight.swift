internal import AuraWire

/// A handshake message cut into fragments, kept so that it can be sent again.
package struct Flight: Sendable {
    private let message: UInt8
    private let pieces: [ArraySlice<UInt8>]
    private let senderIndex: UInt32
    private let receiverIndex: UInt32
    /// How often it has been sent.
    package private(set) var attempts: UInt8 = 0

    /// Cuts `bytes` into as few pieces as will do, at places drawn at random where there is a choice, so that lengths on
    /// the wire vary.
    package init(
        message: UInt8, bytes: [UInt8], senderIndex: UInt32, receiverIndex: UInt32,
        using random: inout some RandomNumberGenerator
    ) {
        self.message = message
        self.senderIndex = senderIndex
        self.receiverIndex = receiverIndex
        pieces = Self.cut(bytes, using: &random)
    }

    /// The datagrams of the next attempt.
    package mutating func next() -> [[UInt8]] {
        defer { attempts = attempts == .max ? .max : attempts + 1 }
        return pieces.enumerated().map { index, piece in
            HandshakeFragment(
                message: message, index: UInt8(index), count: UInt8(pieces.count), senderIndex: senderIndex,
                receiverIndex: receiverIndex, attempt: attempts, body: piece
            ).encoded
        }
    }

    private static func cut(_ bytes: [UInt8], using random: inout some RandomNumberGenerator) -> [ArraySlice<UInt8>] {
        let limit = HandshakeFragment.maximumBody
        var pieces: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while rest.count > limit {
            let piecesLeft = (rest.count + limit - 1) / limit
            let smallest = max(1, rest.count - (piecesLeft - 1) * limit)
            pieces.append(rest.prefix(Int.random(in: smallest...limit, using: &random)))
            rest = rest.dropFirst(pieces[pieces.count - 1].count)
        }
        return pieces + [rest]
    }
}
