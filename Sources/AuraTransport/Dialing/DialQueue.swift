public import AuraWire

/// What is left to dial, in order: every transport at one address before the next address, and what worked last before
/// everything else.
public struct DialQueue: Sendable {
    private let transports: [(kind: TransportKind, port: UInt16)]
    private let first: Endpoint?
    private var hosts: Set<IPAddress> = []
    private var waiting: [Endpoint] = []

    /// An empty queue for transports in the order in which they are liked.
    ///
    /// - Parameter first: what worked last, or is liked best for another reason.
    public init(transports: [(kind: TransportKind, port: UInt16)], first: Endpoint? = nil) {
        self.transports = transports
        self.first = first
    }

    /// Adds the addresses that are new. Ones that come later go before those that still wait: a name that has changed is
    /// most likely right.
    public mutating func add(_ addresses: [IPAddress]) {
        let new = addresses.filter { hosts.insert($0).inserted }
        var endpoints = Self.alternating(new, startingWith: first?.address.ip).flatMap { host in
            transports.map { Endpoint(transport: $0.kind, address: SocketAddress(host, port: $0.port)) }
        }
        if let first, let index = endpoints.firstIndex(of: first) { endpoints.swapToFront(index) }
        waiting = endpoints + waiting
    }

    /// Takes out the next to dial.
    public mutating func next() -> Endpoint? {
        waiting.isEmpty ? nil : waiting.removeFirst()
    }

    /// The two families take turns (RFC 8305, section 4), so that one that is broken costs one step and not all.
    private static func alternating(_ addresses: [IPAddress], startingWith first: IPAddress?) -> [IPAddress] {
        var rest = addresses
        if let first, let index = rest.firstIndex(of: first) { rest.swapToFront(index) }
        guard let family = rest.first?.isIPv6 else { return [] }
        let (same, other) = (rest.filter { $0.isIPv6 == family }, rest.filter { $0.isIPv6 != family })
        return (0..<max(same.count, other.count)).flatMap { index in
            [same, other].compactMap { index < $0.count ? $0[index] : nil }
        }
    }
}

extension Array {
    /// Moves one element to the front; the others keep their order.
    fileprivate mutating func swapToFront(_ index: Int) {
        insert(remove(at: index), at: 0)
    }
}
