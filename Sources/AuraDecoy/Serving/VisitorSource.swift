internal import Foundation
internal import NIOCore

/// Where a visitor comes from, as far as it costs him something to come from elsewhere: an IPv4 address, or the first half
/// of an IPv6 one.
struct VisitorSource: Hashable, Sendable {
    private let bytes: [UInt8]

    /// Whoever has no such address shares one source with all others of that kind.
    init(_ address: SocketAddress?) {
        switch address {
        case .v4(let address): bytes = Self.bytes(of: address.address.sin_addr)
        case .v6(let address):
            let all = Self.bytes(of: address.address.sin6_addr)
            // A socket for both families shows an IPv4 address as the end of an IPv6 one (RFC 4291 section 2.5.5.2).
            let isMapped = all.starts(with: [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF])
            bytes = Array(isMapped ? all.suffix(4) : all.prefix(8))
        case .unixDomainSocket, nil: bytes = []
        }
    }

    private static func bytes(of address: some Any) -> [UInt8] {
        // Sound: the bytes of an address, which has no padding, are copied before the closure ends.
        withUnsafeBytes(of: address) { Array($0) }
    }
}
