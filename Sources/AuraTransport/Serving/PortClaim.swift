internal import AuraWire
internal import CAura
internal import Foundation

/// Looks for another program on a port where binding alone would not notice it.
///
/// On Linux binding notices most:
/// - Our UDP sockets ask for no sharing, so that a bind succeeds only where no other socket has the port, on any address
///   that overlaps with ours, on any device, and whatever that socket allows (SO_REUSEADDR, SO_REUSEPORT).
/// - TCP needs SO_REUSEADDR, for connections of a server before us hold the port for a while. A socket that listens is
///   never shared for that. One that is bound and does not listen lets us in, and can then not listen any more: what
///   comes to the port comes to us.
/// - `[::]` is bound for both families and so meets the sockets of both; IPv4 addresses meet those of IPv6 sockets that
///   take IPv4 too, mapped addresses among them.
///
/// What is left is the IPv4 wildcard: beside it another program may hold the same port of IPv6, and clients that reach
/// this host by IPv6 would meet that program. Nothing here sees a firewall that redirects a port.
///
/// Sockets that share a port among themselves (SO_REUSEPORT) must come after one that does not: the first bind is the
/// claim. It sets the option once it is bound, and then the others join. Set before, it would join a stranger's group; from
/// then on only sockets of the same user can join, and taking the option back would end the sharing.
///
/// Darwin shares more for SO_REUSEADDR: a wildcard is bound beside a socket that listens on one address, which goes on to
/// get what is sent there. That is not noticed for TCP.
struct PortClaim {
    private let transport: TransportKind
    private let address: SocketAddress

    init(_ transport: TransportKind, _ address: SocketAddress) {
        (self.transport, self.address) = (transport, address)
    }

    /// Throws ``TransportError/addressInUse(_:_:)``, with the other side's address, when another program holds the port there.
    ///
    /// Before our own bind, so that nobody who comes is let in and then sent away.
    func check() throws(TransportError) {
        guard address.port > 0, hasOtherSide, case .failed(EADDRINUSE) = probe(address.port) else { return }
        throw .addressInUse(transport, SocketAddress(.v6(IPv6Address(bits: 0)), port: address.port))
    }

    /// A port that nobody holds on the other side, for who may have any; 0 where there is no other side.
    var suggestion: UInt16 {
        guard hasOtherSide, case .done(let port) = probe(0) else { return 0 }
        return UInt16(truncatingIfNeeded: port)
    }

    private var hasOtherSide: Bool { address.ip.unmapped == .v4(IPv4Address(bits: 0)) }

    /// A host without IPv6 fails otherwise than with EADDRINUSE; nobody holds anything there.
    private func probe(_ port: UInt16) -> SystemResult {
        SystemCall.run { aura_port_probe_ipv6(transport == .tcp ? 1 : 0, port) }
    }
}
