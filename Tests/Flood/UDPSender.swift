import Glibc

/// A plain UDP socket connected to one address.
///
/// Unsafe code: the socket calls take pointers to addresses and buffers, which outlive the calls.
final class UDPSender {
    private let descriptor: Int32

    struct Failure: Error, CustomStringConvertible {
        let call: String
        let code: Int32
        var description: String { "\(call): \(String(cString: strerror(code)))" }
    }

    init(to address: String, port: UInt16, from source: String?, sourcePort: UInt16) throws {
        let family = address.contains(":") ? AF_INET6 : AF_INET
        descriptor = socket(family, Int32(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(call: "socket", code: errno) }
        if source != nil || sourcePort != 0 {
            let local = source ?? (family == AF_INET6 ? "::" : "0.0.0.0")
            try Self.with(local, sourcePort) { try Self.check("bind", bind(descriptor, $0, $1)) }
        }
        try Self.with(address, port) { try Self.check("connect", connect(descriptor, $0, $1)) }
    }

    deinit { close(descriptor) }

    /// Sends one datagram, waiting where the queue is full. That nobody listens is not an error.
    func send(_ bytes: [UInt8]) throws {
        while Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) < 0 {
            switch errno {
            case ENOBUFS, EAGAIN: Self.sleep(.microseconds(200))
            case EINTR, ECONNREFUSED: continue
            default: throw Failure(call: "send", code: errno)
            }
        }
    }

    static func sleep(_ duration: Duration) {
        var time = timespec(
            tv_sec: Int(duration.components.seconds), tv_nsec: Int(duration.components.attoseconds / 1_000_000_000))
        nanosleep(&time, nil)
    }

    private static func check(_ call: String, _ result: Int32) throws {
        if result < 0 { throw Failure(call: call, code: errno) }
    }

    private static func with(
        _ address: String, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Void
    ) throws {
        if address.contains(":") {
            var ipv6 = sockaddr_in6()
            ipv6.sin6_family = sa_family_t(AF_INET6)
            ipv6.sin6_port = port.bigEndian
            guard inet_pton(AF_INET6, address, &ipv6.sin6_addr) == 1 else { throw Failure(call: address, code: EINVAL) }
            try withPointer(to: ipv6, body)
        } else {
            var ipv4 = sockaddr_in()
            ipv4.sin_family = sa_family_t(AF_INET)
            ipv4.sin_port = port.bigEndian
            guard inet_pton(AF_INET, address, &ipv4.sin_addr) == 1 else { throw Failure(call: address, code: EINVAL) }
            try withPointer(to: ipv4, body)
        }
    }

    private static func withPointer<Address>(
        to address: Address, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Void
    ) throws {
        try withUnsafePointer(to: address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try body($0, socklen_t(MemoryLayout<Address>.size))
            }
        }
    }
}
