internal import AuraWire

extension ValueRule where Value == SocketAddress {
    /// Where something is bound.
    static var boundAddress: Self {
        string(expected: "an address with a port from 1 to 65535, like \"0.0.0.0:8443\" or \"[::]:8443\"") { text in
            SocketAddress(text).flatMap { $0.port > 0 ? $0 : nil }
        }
    }
}

extension ValueRule where Value == Int {
    /// A time as whole seconds since 1970.
    static func pastSeconds(_ range: ClosedRange<Int>) -> Self {
        node(expected: "whole seconds since 1970, at most \(range.upperBound)") { node in
            if case .integer(let number) = node, range.contains(number) { number } else { nil }
        }
    }
}

extension ValueRule where Value == [String: TOMLNode] {
    /// An object of JSON.
    static var object: Self {
        node(expected: "an object like {\"udp\":\"0.0.0.0:8443\"}") { node in
            if case .table(let members) = node { members } else { nil }
        }
    }
}
