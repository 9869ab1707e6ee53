public import AuraWire

/// What is left of a search, in order: what worked last, then bridge by bridge, and at each address of a bridge every
/// transport before the next address.
///
/// A bridge's name is asked for only when nothing before it is left to dial.
public struct DialQueue: Sendable {
    /// What to do next.
    public enum Step: Hashable, Sendable {
        /// Open a link.
        case dial(Endpoint)
        /// Find the addresses of a name; ``DialQueue/add(_:of:)`` takes them, now and whenever there are others.
        case lookUp(String)
    }

    private let order: [TransportKind]
    private let first: Endpoint?
    private let bridges: [Bridge]
    /// How many of ``bridges`` have had their turn.
    private var reached = 0
    /// The addresses of the names that have been asked for.
    private var found: [String: [IPAddress]] = [:]
    /// What has been in the queue, whichever bridge it was for.
    private var seen: Set<Way> = []
    private var waiting: [(bridge: Int, endpoint: Endpoint)] = []

    private struct Way: Hashable {
        let transport: TransportKind
        let address: SocketAddress
    }

    /// A queue of bridges; those beyond ``Dialer/maximumBridges``, and those without a transport in `order`, are passed
    /// over.
    ///
    /// - Parameters:
    ///   - order: the transports in the order in which they are liked.
    ///   - first: what worked last, or is liked best for another reason. Its bridge comes before the others.
    public init(_ bridges: [Bridge], order: [TransportKind], first: Endpoint? = nil) {
        var usable = bridges.filter { bridge in order.contains { bridge.ports[$0] != nil } }
        if let first, let index = usable.firstIndex(where: { $0.leads(to: first) }) { usable.swapToFront(index) }
        self.bridges = Array(usable.prefix(Dialer.maximumBridges))
        self.order = order
        self.first = first
        if let first { enqueue([first], bridge: -1) }
    }

    /// Takes out the next step; `nil` when all that is known has been tried.
    public mutating func next() -> Step? {
        while waiting.isEmpty, reached < bridges.count {
            let host = bridges[reached].host
            reached += 1
            if let address = IPAddress(host) { found[host] = [address] }
            guard let addresses = found[host] else {
                found[host] = []
                return .lookUp(host)
            }
            enqueue(addresses, bridge: reached - 1)
        }
        return waiting.isEmpty ? nil : .dial(waiting.removeFirst().endpoint)
    }

    /// Adds the addresses of a name that are new. Ones that come later go before those of the same bridge that still
    /// wait: a name that has changed is most likely right.
    public mutating func add(_ addresses: [IPAddress], of host: String) {
        found[host] = addresses
        for index in 0..<reached where bridges[index].host == host { enqueue(addresses, bridge: index) }
    }

    private mutating func enqueue(_ addresses: [IPAddress], bridge index: Int) {
        let bridge = bridges[index]
        let favourite = first.flatMap { $0.host == bridge.host ? $0.address.ip : nil }
        let share = max(1, Dialer.maximumAddresses / bridges.count)
        let endpoints = Self.alternating(addresses, startingWith: favourite).prefix(share).flatMap { address in
            order.compactMap { kind in
                bridge.ports[kind].map {
                    Endpoint(transport: kind, address: SocketAddress(address, port: $0), host: bridge.host)
                }
            }
        }
        enqueue(endpoints, bridge: index)
    }

    private mutating func enqueue(_ endpoints: [Endpoint], bridge index: Int) {
        let new = endpoints.filter { seen.insert(Way(transport: $0.transport, address: $0.address)).inserted }
        let place = waiting.firstIndex { $0.bridge >= index } ?? waiting.endIndex
        waiting.insert(contentsOf: new.map { (index, $0) }, at: place)
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
