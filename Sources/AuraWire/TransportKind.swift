/// The ways in which a session's datagrams can be carried.
public enum TransportKind: String, CaseIterable, Sendable, Codable, Hashable {
    /// Aura's own protocol over UDP.
    case udp
    /// TLS 1.3 over TCP.
    case tcp
    /// QUIC datagrams (RFC 9221).
    case quic
}
