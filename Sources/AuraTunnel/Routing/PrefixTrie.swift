/// A path-compressed binary trie over the prefixes of one address family, in one array.
///
/// Lookup walks from the root towards the key's bits and remembers the last node with a value: at most one step for each
/// bit, a handful in practice, nothing allocated.
@usableFromInline
struct PrefixTrie<Bits: FixedWidthInteger & UnsignedInteger & Sendable, Value: Sendable>: Sendable {
    @usableFromInline
    struct Node: Sendable {
        /// The prefix; bits after `length` are zero.
        @usableFromInline var bits: Bits
        @usableFromInline var length: Int
        @usableFromInline var value: Value?
        /// Where the prefixes go on with a 0 and with a 1; -1 for nowhere.
        @usableFromInline var zero = -1
        @usableFromInline var one = -1

        @usableFromInline
        init(_ bits: Bits, _ length: Int, _ value: Value?) {
            (self.bits, self.length, self.value) = (bits, length, value)
        }

        /// True when `key` begins with the node's prefix.
        @inlinable
        func covers(_ key: Bits) -> Bool {
            (key ^ bits) & PrefixTrie.mask(length) == 0
        }
    }

    @usableFromInline var nodes: [Node] = []
    @usableFromInline var root = -1
    private var free: [Int] = []
    private(set) var count = 0

    init() {}

    /// The bits of a prefix of `length`.
    @inlinable
    static func mask(_ length: Int) -> Bits {
        ~(Bits.max >> Bits(truncatingIfNeeded: length))
    }

    /// The index of the node with the longest prefix that covers `key` and has a value; -1 when there is none.
    @inlinable
    func match(_ key: Bits) -> Int {
        var best = -1
        var index = root
        while index >= 0, nodes[index].covers(key) {
            if nodes[index].value != nil { best = index }
            index = nodes[index].length == Bits.bitWidth ? -1 : child(of: index, towards: key)
        }
        return best
    }

    @inlinable
    func child(of index: Int, towards key: Bits) -> Int {
        Self.bit(key, nodes[index].length) ? nodes[index].one : nodes[index].zero
    }

    /// Bit `position` of `key`, counted from the most significant; `position` is below the width.
    @inlinable
    static func bit(_ key: Bits, _ position: Int) -> Bool {
        key & (1 << Bits(truncatingIfNeeded: Bits.bitWidth - 1 - position)) != 0
    }

    /// The value of exactly this prefix.
    func value(_ bits: Bits, _ length: Int) -> Value? {
        let index = path(to: bits, length).last ?? -1
        return index >= 0 && isExactly(index, bits, length) ? nodes[index].value : nil
    }

    /// Sets the value of a prefix; returns the value it had.
    mutating func insert(_ bits: Bits, _ length: Int, _ value: Value) -> Value? {
        let path = path(to: bits, length)
        if let last = path.last, isExactly(last, bits, length) {
            let old = nodes[last].value
            nodes[last].value = value
            if old == nil { count += 1 }
            return old
        }
        let parent = path.last ?? -1
        let below = parent < 0 ? root : child(of: parent, towards: bits)
        replace(below, under: parent, with: join(below, make(Node(bits, length, value))))
        count += 1
        return nil
    }

    /// Removes a prefix; returns the value it had.
    mutating func remove(_ bits: Bits, _ length: Int) -> Value? {
        var path = path(to: bits, length)
        guard let last = path.popLast(), isExactly(last, bits, length), let old = nodes[last].value else { return nil }
        nodes[last].value = nil
        count -= 1
        prune(last, under: path.last ?? -1)
        // A branching point that held the removed node may have one branch left.
        if let parent = path.popLast() { prune(parent, under: path.last ?? -1) }
        return old
    }

    /// Calls `body` for each prefix with a value: shorter before longer, lower before higher.
    func forEach(_ body: (Bits, Int, Value) -> Void) {
        var stack = root < 0 ? [] : [root]
        while let index = stack.popLast() {
            let node = nodes[index]
            if let value = node.value { body(node.bits, node.length, value) }
            if node.one >= 0 { stack.append(node.one) }
            if node.zero >= 0 { stack.append(node.zero) }
        }
    }

    /// The nodes that cover the prefix, from the root down; the last may be the prefix itself.
    private func path(to bits: Bits, _ length: Int) -> [Int] {
        var path: [Int] = []
        var index = root
        while index >= 0, nodes[index].length <= length, nodes[index].covers(bits) {
            path.append(index)
            index = nodes[index].length == length ? -1 : child(of: index, towards: bits)
        }
        return path
    }

    private func isExactly(_ index: Int, _ bits: Bits, _ length: Int) -> Bool {
        nodes[index].length == length && nodes[index].bits == bits
    }

    /// The top of a subtree with both nodes in it; `old` may be -1, and never covers `new`.
    private mutating func join(_ old: Int, _ new: Int) -> Int {
        guard old >= 0 else { return new }
        let shared = min((nodes[old].bits ^ nodes[new].bits).leadingZeroBitCount, nodes[old].length, nodes[new].length)
        let top = shared == nodes[new].length ? new : make(Node(nodes[new].bits & Self.mask(shared), shared, nil))
        for branch in [old, new] where branch != top { attach(branch, to: top) }
        return top
    }

    private mutating func attach(_ branch: Int, to top: Int) {
        if Self.bit(nodes[branch].bits, nodes[top].length) {
            nodes[top].one = branch
        } else {
            nodes[top].zero = branch
        }
    }

    /// Removes a node that has neither a value nor two branches.
    private mutating func prune(_ index: Int, under parent: Int) {
        let node = nodes[index]
        guard node.value == nil, node.zero < 0 || node.one < 0 else { return }
        replace(index, under: parent, with: max(node.zero, node.one))
        free.append(index)
    }

    private mutating func replace(_ index: Int, under parent: Int, with new: Int) {
        if parent < 0 {
            root = new
        } else if new >= 0 {
            attach(new, to: parent)
        } else if nodes[parent].zero == index {
            nodes[parent].zero = -1
        } else {
            nodes[parent].one = -1
        }
    }

    private mutating func make(_ node: Node) -> Int {
        guard let index = free.popLast() else {
            nodes.append(node)
            return nodes.count - 1
        }
        nodes[index] = node
        return index
    }
}
