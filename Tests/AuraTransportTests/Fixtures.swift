import AuraCrypto
import AuraTransport
import AuraWire
import Logging
import Testing

/// Keys, addresses and datagrams for tests.
enum Fixtures {
    static let key = OuterKey.random()
    static let logger = Logger(label: "transport-tests") { _ in SwiftLogNoOpLogHandler() }
    static let loopback4 = SocketAddress(.v4(IPv4Address(bits: 0x7f00_0001)), port: 0)
    static let loopback6 = SocketAddress(.v6(IPv6Address(bits: 1)), port: 0)
    static let any4 = SocketAddress(.v4(IPv4Address(bits: 0)), port: 0)
    static let any6 = SocketAddress(.v6(IPv6Address(bits: 0)), port: 0)

    static func link(
        _ address: SocketAddress = loopback4, key: OuterKey = key,
        _ change: (inout UDPConfiguration) -> Void = { _ in }
    ) throws(TransportError) -> UDPLink {
        var configuration = UDPConfiguration()
        change(&configuration)
        return try UDPLink.bind(to: address, configuration: configuration, key: key, logger: logger)
    }

    static func client(key: OuterKey = key) throws(TransportError) -> UDPLink {
        try UDPLink.ephemeral(key: key, logger: logger)
    }

    /// A data datagram of `length` bytes that begins as the session's do; the rest comes from `seed`.
    static func data(_ length: Int, seed: UInt64 = 1) -> [UInt8] {
        [1, 0, 0, 0] + noise(length - 4, seed: seed)
    }

    /// A handshake datagram.
    static func handshake(_ length: Int, seed: UInt64 = 1) -> [UInt8] {
        [2, 0, 0, 0] + noise(length - 4, seed: seed)
    }

    static func noise(_ count: Int, seed: UInt64) -> [UInt8] {
        var random = SplitMix64(seed: seed)
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }
}

extension SocketAddress {
    func with(port: UInt16) -> SocketAddress { SocketAddress(ip, port: port) }
}
