import Glibc

/// An address and port in the form that the socket calls take.
///
/// Unsafe code: the calls take pointers to an address, which outlives them.
struct SocketAddress {
    private let ipv4: sockaddr_in?
    private let ipv6: sockaddr_in6?

    init(_ address: String, _ port: UInt16) throws {
        var ipv4 = sockaddr_in()
        var ipv6 = sockaddr_in6()
        if inet_pton(AF_INET, address, &ipv4.sin_addr) == 1 {
            ipv4.sin_family = sa_family_t(AF_INET)
            ipv4.sin_port = port.bigEndian
            (self.ipv4, self.ipv6) = (ipv4, nil)
        } else if inet_pton(AF_INET6, address, &ipv6.sin6_addr) == 1 {
            ipv6.sin6_family = sa_family_t(AF_INET6)
            ipv6.sin6_port = port.bigEndian
            (self.ipv4, self.ipv6) = (nil, ipv6)
        } else {
            throw SocketFailure(call: address, code: EINVAL)
        }
    }

    /// "Any", of the same family as an address.
    static func any(like address: String) -> String { address.contains(":") ? "::" : "0.0.0.0" }

    /// A socket of the address's family. Who asks for it closes it.
    func makeSocket(_ type: __socket_type, isBlocking: Bool = true) throws -> Int32 {
        let flags = isBlocking ? type.rawValue : type.rawValue | SOCK_NONBLOCK.rawValue
        let descriptor = socket(ipv4 == nil ? AF_INET6 : AF_INET, Int32(flags), 0)
        guard descriptor >= 0 else { throw SocketFailure(call: "socket", code: errno) }
        return descriptor
    }

    func with<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        if let ipv4 { return Self.withPointer(to: ipv4, body) }
        return Self.withPointer(to: ipv6 ?? sockaddr_in6(), body)
    }

    private static func withPointer<Address, Result>(
        to address: Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<Address>.size))
            }
        }
    }
}

/// A socket call that failed.
struct SocketFailure: Error, CustomStringConvertible {
    let call: String
    let code: Int32
    var description: String { "\(call): \(String(cString: strerror(code)))" }
}
