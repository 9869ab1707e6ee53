public import AuraCrypto
public import AuraWire
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

    private static func open(_ address: SocketAddress) throws(TransportError) -> UDPSocket {
        do throws(SystemError) {
            return try UDPSocket.bound(to: address)
        } catch {
            throw TransportError(binding: .udp, to: address, error)
        }
    }
}
