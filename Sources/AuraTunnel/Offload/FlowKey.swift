/// Whose packet it is: addresses, ports and protocol, as the words that they lie in.
struct FlowKey: Equatable, Sendable {
    /// Both ports, the protocol and the IP version. First, because it tells most flows apart.
    var ports: UInt64 = 0
    /// IPv4: both addresses. IPv6: the first half of the source.
    var first: UInt64 = 0
    /// The rest of IPv6 addresses; 0 for IPv4.
    var second: UInt64 = 0
    var third: UInt64 = 0
    var fourth: UInt64 = 0

    /// No packet has this key, because it has no IP version.
    static let nobody = FlowKey()

    /// One branch instead of five.
    @inline(__always)
    static func == (left: Self, right: Self) -> Bool {
        (left.ports ^ right.ports) | (left.first ^ right.first) | (left.second ^ right.second)
            | (left.third ^ right.third) | (left.fourth ^ right.fourth) == 0
    }
}
