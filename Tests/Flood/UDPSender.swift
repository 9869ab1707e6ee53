import Glibc

/// A plain UDP socket connected to one address.
final class UDPSender {
    private let descriptor: Int32

    init(to address: String, port: UInt16, from source: String?, sourcePort: UInt16) throws {
        let target = try SocketAddress(address, port)
        descriptor = try target.makeSocket(SOCK_DGRAM)
        if source != nil || sourcePort != 0 {
            let local = try SocketAddress(source ?? SocketAddress.any(like: address), sourcePort)
            try Self.check("bind", local.with { bind(descriptor, $0, $1) })
        }
        try Self.check("connect", target.with { connect(descriptor, $0, $1) })
    }

    deinit { close(descriptor) }

    /// Sends one datagram, waiting where the queue is full. That nobody listens is not an error.
    func send(_ bytes: [UInt8]) throws {
        while Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) < 0 {
            switch errno {
            case ENOBUFS, EAGAIN: Self.sleep(.microseconds(200))
            case EINTR, ECONNREFUSED: continue
            default: throw SocketFailure(call: "send", code: errno)
            }
        }
    }

    static func sleep(_ duration: Duration) {
        var time = timespec(
            tv_sec: Int(duration.components.seconds), tv_nsec: Int(duration.components.attoseconds / 1_000_000_000))
        nanosleep(&time, nil)
    }

    private static func check(_ call: String, _ result: Int32) throws {
        if result < 0 { throw SocketFailure(call: call, code: errno) }
    }
}
