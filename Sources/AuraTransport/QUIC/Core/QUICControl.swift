/// A datagram that the transport itself sends (PROTOCOL.md, "The QUIC binding").
enum QUICControl {
    /// A client's proof of the outer key.
    case proof([UInt8])
    /// The server's answer to a good proof.
    case acceptance
    /// Asks the peer for an acknowledgement, and means nothing else.
    case heartbeat
    /// The same, so long that it tells whether the path takes large packets.
    case probe(Int)

    /// The one byte that accepts a proof.
    static let accepted: UInt8 = 1
    /// What a datagram begins with that is passed over.
    static let padding: UInt8 = 0

    var bytes: [UInt8] {
        switch self {
        case .proof(let proof): proof
        case .acceptance: [Self.accepted]
        case .heartbeat: [Self.padding]
        case .probe(let length): [UInt8](repeating: Self.padding, count: length)
        }
    }

    var isProbe: Bool {
        if case .probe = self { return true }
        return false
    }
}
