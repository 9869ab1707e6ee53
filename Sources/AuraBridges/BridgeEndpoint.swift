public import AuraConfig
public import AuraWire

/// A host at which a server can be reached, with a port for each transport that it has there.
public struct BridgeEndpoint: Hashable, Sendable {
    /// The name or address to dial.
    public let host: HostName
    /// The port of Aura's own protocol over UDP; `nil` when it is not offered.
    public let udp: UInt16?
    /// The port of TLS over TCP; `nil` when it is not offered.
    public let tcp: UInt16?
    /// The port of QUIC; `nil` when it is not offered.
    public let quic: UInt16?

    /// Makes an endpoint of its parts; `nil` without any port, or with port 0.
    public init?(host: HostName, udp: UInt16? = nil, tcp: UInt16? = nil, quic: UInt16? = nil) {
        let ports = [udp, tcp, quic].compactMap(\.self)
        guard !ports.isEmpty, !ports.contains(0) else { return nil }
        (self.host, self.udp, self.tcp, self.quic) = (host, udp, tcp, quic)
    }

    /// The port of a transport; `nil` when it is not offered.
    public subscript(kind: TransportKind) -> UInt16? {
        switch kind {
        case .udp: udp
        case .tcp: tcp
        case .quic: quic
        }
    }

    /// The same for a reader that knows a host and a port only: one entry for each port, each once.
    public var addresses: [BridgeAddress] {
        var seen: Set<UInt16> = []
        return [udp, tcp, quic].compactMap(\.self).filter { seen.insert($0).inserted }
            .compactMap { BridgeAddress(host: host, port: $0) }
    }
}

extension BridgeEndpoint: CustomStringConvertible {
    /// `HOST:udp=N:tcp=N:quic=N`, an IPv6 host in brackets; taken back by ``init(argument:)``.
    public var description: String {
        let ports = TransportKind.allCases.compactMap { kind in self[kind].map { "\(kind.rawValue)=\($0)" } }
        return ([host.bracketed] + ports).joined(separator: ":")
    }

    /// Takes `HOST:tcp=N:quic=N:udp=N` with any of the transports in any order, an IPv6 host in brackets.
    public init(argument text: String) throws(BridgeSyntaxError) {
        let words = try BridgeText(text, form: Self.form)
        var ports: [TransportKind: UInt16] = [:]
        for part in words.parts {
            let (kind, port) = try Self.port(part, of: words, in: text)
            guard ports.updateValue(port, forKey: kind) == nil else {
                throw BridgeSyntaxError(text, problem: "\(kind.rawValue) is given twice", expected: "each at most once")
            }
        }
        let made = BridgeEndpoint(host: words.host, udp: ports[.udp], tcp: ports[.tcp], quic: ports[.quic])
        guard let made else { throw BridgeSyntaxError(text, problem: "no port", expected: Self.form) }
        self = made
    }

    private static let form =
        "HOST:udp=PORT:tcp=PORT:quic=PORT with at least one of the transports, an IPv6 host in brackets"

    private static func port(
        _ part: Substring, of words: BridgeText, in text: String
    ) throws(BridgeSyntaxError) -> (TransportKind, UInt16) {
        let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard pair.count == 2, let kind = TransportKind(rawValue: String(pair[0])) else {
            throw BridgeSyntaxError(
                text, problem: "\(Printable.quoted(String(part))) is no port of a transport", expected: form)
        }
        return (kind, try words.port(pair[1]))
    }
}
