/// The first byte of a plain datagram, as sessions and links pass it between them (PROTOCOL.md, "Datagrams").
public enum DatagramType: UInt8, Sendable {
    /// A sealed packet of an established session.
    case data = 1
    /// A piece of a handshake message.
    case handshake = 2
    /// A cookie for a client that must prove its address first.
    case cookie = 3
}
