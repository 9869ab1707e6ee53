public import AuraConfig

/// A host and one port: all that a reader of version 3.3 knows of a bridge.
public struct BridgeAddress: Hashable, Sendable {
    /// The name or address to dial.
    public let host: HostName
    /// The port, 1...65535.
    public let port: UInt16

    /// Makes an address of its parts; `nil` with port 0.
    public init?(host: HostName, port: UInt16) {
        guard port > 0 else { return nil }
        (self.host, self.port) = (host, port)
    }

    /// Every transport at the one port: what such an address means to a reader that knows transports.
    var everyTransport: BridgeEndpoint? { BridgeEndpoint(host: host, udp: port, tcp: port, quic: port) }
}

extension BridgeAddress: CustomStringConvertible {
    /// The form in which an address is written, as a phrase.
    static let form = "HOST:PORT, an IPv6 host in brackets"

    /// `HOST:PORT`, an IPv6 host in brackets; taken back by ``init(argument:)``.
    public var description: String { "\(host.bracketed):\(port)" }

    /// Takes `HOST:PORT`, an IPv6 host in brackets.
    public init(argument text: String) throws(BridgeSyntaxError) {
        let words = try BridgeText(text, form: Self.form)
        guard let digits = words.parts.first, words.parts.count == 1,
            let address = BridgeAddress(host: words.host, port: try words.port(digits))
        else {
            throw BridgeSyntaxError(text, problem: "more than a host and a port", expected: Self.form)
        }
        self = address
    }
}
