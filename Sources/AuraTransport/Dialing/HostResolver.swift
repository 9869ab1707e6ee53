public import AuraWire
internal import Dispatch
internal import Foundation

/// Turns a host's name into addresses, anew each time it is asked.
public enum HostResolver {
    /// Addresses that one name may have; further ones are passed over.
    public static let maximumAddresses = 16

    /// The addresses of `host`, in the order in which the system prefers them, with `port`. An address in text needs no
    /// name service. Blocks nobody: the system's resolver runs on a thread of its own.
    public static func resolve(_ host: String, port: UInt16) async throws(ResolveError) -> [SocketAddress] {
        if let address = IPAddress(host) { return [SocketAddress(address, port: port)] }
        let result = await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: lookUp(host)) }
        }
        return try result.get().map { SocketAddress($0, port: port) }
    }

    /// Asks the system. Sound because the list is only read while it is there, and freed once.
    private static func lookUp(_ host: String) -> Result<[IPAddress], ResolveError> {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_flags = AI_ADDRCONFIG
        hints.ai_socktype = datagramSocketType
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, &hints, &list)
        defer { if let list { freeaddrinfo(list) } }
        guard status == 0 else { return .failure(.failed(host, String(cString: gai_strerror(status)))) }
        var found: [IPAddress] = []
        var next = list
        while let entry = next?.pointee, found.count < maximumAddresses {
            if let address = entry.ai_addr.flatMap(address), !found.contains(address) { found.append(address) }
            next = entry.ai_next
        }
        return found.isEmpty ? .failure(.failed(host, "no address")) : .success(found)
    }

    private static func address(_ pointer: UnsafeMutablePointer<sockaddr>) -> IPAddress? {
        let raw = UnsafeRawPointer(pointer)
        switch Int32(pointer.pointee.sa_family) {
        case AF_INET:
            return .v4(IPv4Address(bits: UInt32(bigEndian: raw.load(as: sockaddr_in.self).sin_addr.s_addr)))
        case AF_INET6:
            let octets = withUnsafeBytes(of: raw.load(as: sockaddr_in6.self).sin6_addr) { Array($0) }
            return IPAddress(octets: octets)
        default: return nil
        }
    }
}

/// Why a name has no addresses.
public enum ResolveError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The host and what the system said.
    case failed(String, String)

    /// The host and what the system said.
    public var description: String {
        switch self {
        case .failed(let host, let reason): "cannot find the address of \(host): \(reason)"
        }
    }
}
