internal import AuraWire
internal import CAura

/// An owned UDP socket, never waiting by itself.
///
/// Sound because the descriptor is made here, is never handed out, and is closed once by `deinit` of a type that cannot
/// be copied; `retire` keeps its number taken, so no thread can hit a stranger's file.
struct UDPSocket: ~Copyable, Sendable {
    let descriptor: Int32
    /// 4 or 6; a socket of family 6 carries IPv4 too.
    let family: UInt8

    init(family: UInt8) throws(SystemError) {
        descriptor = Int32(try SystemCall.require("socket") { aura_udp_open(family) })
        self.family = family
    }

    /// A socket of the address's family, bound to it.
    static func bound(to address: SocketAddress) throws(SystemError) -> UDPSocket {
        let socket = try UDPSocket(family: address.ip.unmapped.isIPv6 ? 6 : 4)
        try socket.bind(to: address)
        return socket
    }

    deinit {
        _ = aura_close(descriptor)
    }

    func bind(to address: SocketAddress) throws(SystemError) {
        var name = aura_address(address)
        try SystemCall.require("bind") { aura_udp_bind(descriptor, family, &name) }
    }

    func localAddress() throws(SystemError) -> SocketAddress {
        var name = aura_address()
        try SystemCall.require("getsockname") { aura_udp_local(descriptor, &name) }
        guard let address = name.socketAddress else { return PacketBatch.nowhere }
        return address
    }

    /// True when the socket's family can reach the address.
    func canReach(_ address: SocketAddress) -> Bool {
        family == 6 || !address.ip.unmapped.isIPv6
    }

    /// Sets a socket option through the shim.
    func set(_ name: String, _ call: (Int32) -> Int32) throws(SystemError) {
        try SystemCall.require(name) { call(descriptor) }
    }

    enum Readiness {
        case ready, woken, timedOut
    }

    /// Waits for something to receive, or for `waker`. A negative timeout waits for ever; milliseconds.
    func waitReadable(or waker: borrowing Waker, timeout: Int32 = -1) throws(SystemError) -> Readiness {
        let wakeDescriptor = waker.readDescriptor
        let seen = Int32(
            try SystemCall.require("poll") { aura_udp_poll(descriptor, wakeDescriptor, timeout) })
        if seen & Int32(AURA_POLL_WOKEN) != 0 { return .woken }
        return seen & Int32(AURA_POLL_READY) != 0 ? .ready : .timedOut
    }

    /// Waits until something can be sent; milliseconds.
    func waitWritable(timeout: Int32) {
        _ = SystemCall.run { aura_udp_poll_writable(descriptor, timeout) }
    }

    /// Frees the port; what is sent from now on fails with ENOTSOCK.
    func retire() {
        _ = SystemCall.run { aura_udp_retire(descriptor) }
    }
}
