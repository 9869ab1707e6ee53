import AuraWire
import CAura
import Testing

/// A bare UDP socket: what an observer or a stranger has. Uses the plain one-datagram calls.
final class RawSocket: Sendable {
    private let descriptor: Int32
    private let family: UInt8
    let address: SocketAddress

    init(bindTo wanted: SocketAddress) throws {
        family = wanted.ip.isIPv6 ? 6 : 4
        descriptor = aura_udp_open(family)
        try #require(descriptor >= 0)
        var name = Self.encode(wanted)
        try #require(aura_udp_bind(descriptor, family, &name) == 0)
        try #require(aura_udp_local(descriptor, &name) == 0)
        address = try #require(Self.decode(name))
    }

    deinit {
        _ = aura_close(descriptor)
    }

    func send(_ bytes: [UInt8], to remote: SocketAddress) {
        var message = aura_outgoing()
        message.remote = Self.encode(remote)
        message.part_count = 1
        var bytes = bytes
        let sent = bytes.withUnsafeMutableBytes { buffer in
            var part = iovec(iov_base: buffer.baseAddress, iov_len: buffer.count)
            return aura_udp_send_one(descriptor, family, &message, &part)
        }
        #expect(sent == bytes.count)
    }

    /// Waits for a datagram, at most five seconds.
    func receive() throws -> Datagram {
        try #require(aura_udp_poll(descriptor, -1, 5_000) == AURA_POLL_READY, "nothing came")
        return try #require(receiveNow())
    }

    /// What is there already.
    func receiveNow() -> Datagram? {
        var message = aura_incoming()
        var bytes = [UInt8](repeating: 0, count: 65_536)
        guard aura_udp_receive_one(descriptor, &bytes, bytes.count, &message) == 1 else { return nil }
        return Self.decode(message.remote).map { Datagram(bytes: Array(bytes.prefix(Int(message.length))), remote: $0) }
    }

    static func encode(_ address: SocketAddress) -> aura_address {
        var encoded = aura_address()
        encoded.port = address.port
        switch address.ip {
        case .v4(let ip):
            encoded.family = 4
            encoded.low = UInt64(ip.bits)
        case .v6(let ip):
            encoded.family = 6
            encoded.high = UInt64(ip.bits >> 64)
            encoded.low = UInt64(truncatingIfNeeded: ip.bits)
        }
        return encoded
    }

    private static func decode(_ address: aura_address) -> SocketAddress? {
        address.family == 4
            ? SocketAddress(.v4(IPv4Address(bits: UInt32(address.low))), port: address.port)
            : SocketAddress(
                .v6(IPv6Address(bits: UInt128(address.high) << 64 | UInt128(address.low))), port: address.port)
    }
}
