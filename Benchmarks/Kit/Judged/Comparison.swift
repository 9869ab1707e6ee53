/// One peer set beside another.
public struct Comparison: Codable, Hashable, Sendable {
    /// Whose numbers are above the line.
    public let subject: String
    /// Whose numbers are below the line.
    public let other: String

    /// One peer beside another.
    public init(subject: String, other: String) {
        self.subject = subject
        self.other = other
    }

    /// Each transport of Aura beside each other peer; the ceiling beside the transport that it is of, only.
    /// - Parameter peers: The names of the peers that were measured.
    public static func all(among peers: [String]) -> [Comparison] {
        let others = peers.filter { !PeerName.isSubject($0) }
        return peers.filter(PeerName.isSubject).flatMap { subject in
            others.filter { $0 != PeerName.ceiling || subject == PeerName.aura("udp") }
                .map { Comparison(subject: subject, other: $0) }
        }
    }
}
