public import AuraCrypto
public import AuraWire
internal import CAura
internal import Foundation
public import Logging

extension UDPLink {
    /// Binds a server's socket. `[::]` takes IPv4 too; port 0 lets the system choose.
    ///
    /// Replies to a peer leave from the address that the peer sent to.
    ///
    /// - Parameter scan: how another port is found when the wanted one is taken.
    public static func bind(
        to address: SocketAddress, scan: PortScan = .single, configuration: UDPConfiguration = UDPConfiguration(),
        key: OuterKey, logger: Logger
    ) throws(TransportError) -> UDPLink {
        let socket = try scan.bind(.udp, address) { address throws(TransportError) in try open(address) }
        return try UDPLink(socket: socket, isServer: true, configuration: configuration, key: key, logger: logger)
    }

    /// Binds several sockets to one port, each with a receiver of its own to be started; the system gives each peer to one
    /// of them. When one of the links ends, all do.
    ///
    /// The first is bound as one alone would be, so that a stranger's socket is noticed; only then may the others join.
    /// Where the system cannot spread peers over sockets there is one.
    ///
    /// - Parameter count: how many; brought into 1...``maximumSockets``.
    public static func bind(
        to address: SocketAddress, sockets count: Int, scan: PortScan = .single,
        configuration: UDPConfiguration = UDPConfiguration(), key: OuterKey, logger: Logger
    ) throws(TransportError) -> [UDPLink] {
        guard count > 1 else {
            return [try bind(to: address, scan: scan, configuration: configuration, key: key, logger: logger)]
        }
        let group = UDPGroup()
        let socket = try scan.bind(.udp, address) { address throws(TransportError) in try open(address) }
        let isShared = UDPSetup.share(socket, logger)
        let first = try UDPLink(
            socket: socket, isServer: true, group: group, configuration: configuration, key: key, logger: logger)
        var links = [first]
        do throws(TransportError) {
            while isShared, links.count < min(count, maximumSockets) {
                let next = try openShared(first.localAddress)
                links.append(
                    try UDPLink(
                        socket: next, isServer: true, group: group, configuration: configuration, key: key,
                        logger: logger))
            }
        } catch {
            group.end(.local("a socket beside it cannot be had"))
            throw error
        }
        return links
    }

    /// Sockets of one port at most.
    public static let maximumSockets = 64

    /// Makes a client's socket on a port of the system's choice. It is not connected: the client's own address may
    /// change under it. Where the system has no IPv6 it carries IPv4 only.
    public static func ephemeral(
        configuration: UDPConfiguration = UDPConfiguration(), key: OuterKey, logger: Logger
    ) throws(TransportError) -> UDPLink {
        let socket = try openEphemeral()
        return try UDPLink(socket: socket, isServer: false, configuration: configuration, key: key, logger: logger)
    }

    private static func openEphemeral() throws(TransportError) -> UDPSocket {
        do throws(TransportError) {
            return try open(SocketAddress(.v6(IPv6Address(bits: 0)), port: 0))
        } catch .failed(_, let error) where [EAFNOSUPPORT, EADDRNOTAVAIL].contains(error.number) {
            return try open(SocketAddress(.v4(IPv4Address(bits: 0)), port: 0))
        }
    }

    private static func openShared(_ address: SocketAddress) throws(TransportError) -> UDPSocket {
        do throws(SystemError) {
            let socket = try UDPSocket(family: address.ip.unmapped.isIPv6 ? 6 : 4)
            try socket.set("setsockopt SO_REUSEPORT") { aura_udp_share($0) }
            try socket.bind(to: address)
            return socket
        } catch {
            throw TransportError(binding: .udp, to: address, error)
        }
    }

    private static func open(_ address: SocketAddress) throws(TransportError) -> UDPSocket {
        do throws(SystemError) {
            return try UDPSocket.bound(to: address)
        } catch {
            throw TransportError(binding: .udp, to: address, error)
        }
    }
}
