/// The few flows that are joined at the same time; the one that was used least recently makes room for another.
struct FlowTable: Sendable {
    /// Flows at most.
    static let capacity = 8

    /// The flows themselves; to be worked on in place.
    var flows: [OpenFlow]
    private var count = 0
    private var newest = 0
    private var clock: UInt32 = 0

    init() {
        flows = Array(repeating: OpenFlow(), count: Self.capacity)
    }

    /// Forgets all flows.
    mutating func removeAll() {
        (count, newest, clock) = (0, 0, 0)
    }

    /// Ends all groups, so that whatever comes next begins new ones.
    mutating func closeAll() {
        for index in 0..<count { flows[index].isOpen = false }
    }

    /// Ends the group of the flow with this key, if there is one.
    mutating func close(_ key: FlowKey) {
        for index in 0..<count where flows[index].key == key { flows[index].isOpen = false }
    }

    /// The place of the flow with this key, which is `nobody`'s or another's when it is new and has to be begun.
    @inline(__always)
    mutating func place(of key: FlowKey) -> Int {
        if newest < count, flows[newest].key == key { return newest }
        newest = search(for: key)
        return newest
    }

    private mutating func search(for key: FlowKey) -> Int {
        clock &+= 1
        var (oldest, index) = (0, 0)
        while index < count, flows[index].key != key {
            if flows[index].lastUse < flows[oldest].lastUse { oldest = index }
            index &+= 1
        }
        if index == count {
            if count < Self.capacity { count &+= 1 } else { index = oldest }
            flows[index].key = .nobody
            flows[index].isOpen = false
        }
        flows[index].lastUse = clock
        return index
    }
}
