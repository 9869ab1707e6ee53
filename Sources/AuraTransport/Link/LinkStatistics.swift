/// What went through a link since it was made: a snapshot.
public struct LinkStatistics: Hashable, Sendable {
    /// Datagrams of one direction.
    public struct Traffic: Hashable, Sendable {
        /// How many.
        public var datagrams: UInt64 = 0
        /// Their bytes on the wire, without IP and UDP headers.
        public var bytes: UInt64 = 0

        /// Nothing yet.
        public init() {}

        /// Counts `datagrams` more of `bytes` together.
        mutating func add(datagrams: Int, bytes: Int) {
            self.datagrams &+= UInt64(clamping: datagrams)
            self.bytes &+= UInt64(clamping: bytes)
        }
    }

    /// Handed to the wire.
    public var sent = Traffic()
    /// Received and passed on.
    public var received = Traffic()
    /// One lane a reason: a vector, because it is copied without allocating.
    private var drops = SIMD16<UInt64>()

    /// Nothing yet.
    public init() {}

    /// Datagrams dropped for `reason`.
    public subscript(dropped reason: LinkDropReason) -> UInt64 {
        get { drops[reason.rawValue] }
        set { drops[reason.rawValue] = newValue }
    }

    /// Datagrams dropped in all.
    public var dropped: UInt64 { drops.wrappedSum() }

    /// Reasons that occurred, with their counts.
    public var dropsByReason: [LinkDropReason: UInt64] {
        Dictionary(uniqueKeysWithValues: LinkDropReason.allCases.map { ($0, self[dropped: $0]) })
            .filter { $0.value > 0 }
    }

    /// Counts `count` more drops.
    mutating func drop(_ reason: LinkDropReason, _ count: Int = 1) {
        drops[reason.rawValue] &+= UInt64(clamping: count)
    }

    /// The sum of two.
    public static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum.add(right)
        return sum
    }

    /// Adds what a batch did, which seldom is a drop.
    mutating func add(_ part: Self) {
        sent = sent + part.sent
        received = received + part.received
        if part.drops != .zero { drops &+= part.drops }
    }
}

extension LinkStatistics.Traffic {
    /// The sum of two.
    public static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum.datagrams &+= right.datagrams
        sum.bytes &+= right.bytes
        return sum
    }
}
