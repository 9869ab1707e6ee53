import AuraWire
import CAura
import Foundation
import Testing

/// Another program's socket on a port.
final class CoTenant: Sendable {
    /// How it has the port.
    struct Manner: Hashable, Sendable {
        /// It allows others to share the port with it (SO_REUSEADDR, SO_REUSEPORT).
        var shares = false
        /// It allows others to follow it (SO_REUSEADDR alone).
        var followed = false
        /// Its IPv6 is not for IPv4.
        var onlyIPv6 = false
        /// It does not only have the port but listens there.
        var listens = true
    }

    let address: SocketAddress
    private let isStream: Bool
    private let descriptor: Int32

    /// Takes the port for the kind of socket that a transport has.
    init(_ transport: TransportKind, at address: SocketAddress, _ manner: Manner = Manner()) throws {
        self.address = address
        isStream = transport == .tcp
        let isIPv6 = address.ip.isIPv6
        descriptor = socket(isIPv6 ? AF_INET6 : AF_INET, isStream ? Self.stream : Self.datagram, 0)
        try #require(descriptor >= 0)
        if manner.shares || manner.followed { try set(SOL_SOCKET, SO_REUSEADDR, 1) }
        if manner.shares { try set(SOL_SOCKET, SO_REUSEPORT, 1) }
        if isIPv6 { try set(Int32(IPPROTO_IPV6), IPV6_V6ONLY, manner.onlyIPv6 ? 1 : 0) }
        var name = RawSocket.encode(address)
        let result = aura_udp_bind(descriptor, isIPv6 ? 6 : 4, &name)
        guard result == 0 else { throw Refusal(number: -result) }
        if isStream, manner.listens { try listen() }
    }

    deinit {
        _ = aura_close(descriptor)
    }

    /// The system's error number.
    struct Refusal: Error, Equatable {
        let number: Int32
    }

    /// Begins to listen.
    func listen() throws {
        guard Foundation.listen(descriptor, 16) == 0 else { throw Refusal(number: errno) }
    }

    /// Lets sockets share the port from now on.
    func share() throws { try set(SOL_SOCKET, SO_REUSEPORT, 1) }

    /// Waits for what somebody sends, at most five seconds.
    func hear() throws -> [UInt8] {
        guard isStream else { return try read(descriptor) }
        try waitFor(descriptor)
        let connection = accept(descriptor, nil, nil)
        try #require(connection >= 0)
        defer { _ = aura_close(connection) }
        return try read(connection)
    }

    /// True while there is nothing to hear.
    var isQuiet: Bool { aura_udp_poll(descriptor, -1, 0) == 0 }

    private func read(_ descriptor: Int32) throws -> [UInt8] {
        try waitFor(descriptor)
        var bytes = [UInt8](repeating: 0, count: 2_048)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return Array(bytes.prefix(max(0, count)))
    }

    private func waitFor(_ descriptor: Int32) throws {
        try #require(aura_udp_poll(descriptor, -1, 5_000) == AURA_POLL_READY, "nobody came")
    }

    private func set(_ level: Int32, _ option: Int32, _ value: Int32) throws {
        var value = value
        let size = socklen_t(MemoryLayout<Int32>.size)
        try #require(setsockopt(descriptor, level, option, &value, size) == 0)
    }

    #if os(Linux)
        private static let stream = Int32(SOCK_STREAM.rawValue)
        private static let datagram = Int32(SOCK_DGRAM.rawValue)
    #else
        private static let stream = SOCK_STREAM
        private static let datagram = SOCK_DGRAM
    #endif
}

extension CoTenant {
    /// Sends something to its port at `host`, as anybody might, and expects that it comes here.
    func expectsToHear(_ transport: TransportKind, at host: SocketAddress) async throws {
        let bytes = Fixtures.noise(100, seed: UInt64(address.port))
        let target = host.with(port: address.port)
        if isStream {
            let peer = try await PlainPeer(target)
            try await peer.send(bytes)
            #expect(try hear() == bytes)
            peer.close()
        } else {
            try RawSocket(bindTo: target.with(port: 0)).send(bytes, to: target)
            #expect(try hear() == bytes)
        }
    }

    /// Ports that follow one another and that nobody uses; the first of them.
    static func freePorts(_ count: Int = 24) throws -> UInt16 {
        for _ in 0..<200 {
            let first = UInt16.random(in: 20_000..<(32_000 - UInt16(count)))
            let isFree = (first..<first + UInt16(count)).allSatisfy { port in
                let address = Fixtures.any6.with(port: port)
                return (try? CoTenant(.udp, at: address)) != nil && (try? CoTenant(.tcp, at: address)) != nil
            }
            if isFree { return first }
        }
        throw Refusal(number: EADDRINUSE)
    }
}
