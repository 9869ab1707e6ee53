internal import AuraWire
internal import Foundation

/// What is downloaded: the parts of an https URL.
struct DownloadPlace: Hashable {
    /// The longest target that is asked for, and the longest address that a host may send us to.
    static let maximumLength = 8_192

    let host: String
    let port: UInt16
    let target: String

    /// Checks that each part can be put into a request as it is.
    init(host: String, port: UInt16, target: String) throws(DownloadError) {
        let isName = !host.isEmpty && host.utf8.count <= 253 && host.utf8.allSatisfy(Self.isNameByte)
        guard IPAddress(host) != nil || isName else {
            throw .configuration("\"\(host)\" is no host: a name or an address is expected")
        }
        guard target.utf8.first == UInt8(ascii: "/"), target.utf8.count <= Self.maximumLength,
            target.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") })
        else {
            throw .configuration(
                "what is asked of \(host) must begin with / and have only visible ASCII characters, at most "
                    + "\(Self.maximumLength)")
        }
        self.host = host
        self.port = port
        self.target = target
    }

    /// The name that TLS asks for in the clear; `nil` for an address.
    var serverName: String? { IPAddress(host) == nil ? host : nil }

    /// The Host field; also how errors call the place.
    var authority: String {
        let name = IPAddress(host)?.isIPv6 == true ? "[\(host)]" : host
        return port == 443 ? name : "\(name):\(port)"
    }

    /// Where a Location field of this place leads (RFC 9110, section 10.2.2). Only https is followed.
    func following(_ location: String) throws(DownloadError) -> DownloadPlace {
        guard location.utf8.count <= Self.maximumLength, let base = URL(string: "https://\(authority)\(target)"),
            let url = URL(string: location, relativeTo: base)?.absoluteURL,
            let parts = URLComponents(url: url, resolvingAgainstBaseURL: true), let named = parts.host
        else { throw .redirect(authority, "the address is no URL") }
        guard parts.scheme?.lowercased() == "https" else { throw .redirect(authority, "the address is not https") }
        guard let port = UInt16(exactly: parts.port ?? 443), port > 0, parts.user == nil else {
            throw .redirect(authority, "the address has a port or a user that cannot be")
        }
        let host = named.hasPrefix("[") && named.hasSuffix("]") ? String(named.dropFirst().dropLast()) : named
        let path = parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath
        let query = parts.percentEncodedQuery.map { "?\($0)" } ?? ""
        guard let place = try? DownloadPlace(host: host, port: port, target: path + query) else {
            // Without what it says, which is a stranger's text.
            throw .redirect(authority, "the address has a host or a path that cannot be asked for")
        }
        return place
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
