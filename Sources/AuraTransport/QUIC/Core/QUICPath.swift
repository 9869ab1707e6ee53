package import AuraWire
internal import CAura
internal import CNgtcp2

/// Where a packet came from or goes to.
package struct QUICPath: Hashable, Sendable {
    /// Our end, with the port.
    package var local: SocketAddress
    /// The interface of a link-local `local`.
    package var interfaceIndex: UInt32 = 0
    /// The peer's end.
    package var remote: SocketAddress

    package init(local: SocketAddress, remote: SocketAddress) {
        self.local = local
        self.remote = remote
    }

    var raw: aura_quic_path {
        aura_quic_path(
            local: aura_address(local, interfaceIndex: interfaceIndex), remote: aura_address(remote))
    }

    init?(_ raw: aura_quic_path) {
        guard let local = raw.local.socketAddress, let remote = raw.remote.socketAddress else { return nil }
        self.init(local: local, remote: remote)
        interfaceIndex = raw.local.interface_index
    }
}
