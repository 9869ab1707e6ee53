/// An IPv6 address (RFC 4291), without a zone.
public struct IPv6Address: Hashable, Sendable, Comparable {
    // Two halves rather than one UInt128: Swift 6.3 misaligns a UInt128 inside some closures of unoptimised builds.
    @usableFromInline let high: UInt64
    @usableFromInline let low: UInt64

    /// Makes the address whose octets, most significant first, are those of `bits`.
    @inlinable
    public init(bits: UInt128) {
        high = UInt64(truncatingIfNeeded: bits >> 64)
        low = UInt64(truncatingIfNeeded: bits)
    }

    /// The address as a number, first octet most significant.
    @inlinable
    public var bits: UInt128 { UInt128(high) << 64 | UInt128(low) }

    /// Parses the text forms of RFC 4291 section 2.2, with `::` and a trailing dotted quad; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count <= 45 else { return nil }
        let halves = Self.halves(String(text))
        guard let head = Self.groups(halves.head, mayEndInQuad: !halves.compressed),
            let tail = Self.groups(halves.tail, mayEndInQuad: true)
        else { return nil }
        let given = head.count + tail.count
        guard halves.compressed ? given < 8 : given == 8 else { return nil }
        let zeros = [UInt16](repeating: 0, count: 8 - given)
        self.init(bits: (head + zeros + tail).reduce(0) { $0 << 16 | UInt128($1) })
    }

    /// Orders addresses as numbers.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }

    /// The IPv4 address inside `::ffff:0:0/96` (RFC 4291 section 2.5.5.2), as dual-stack sockets report IPv4 peers.
    public var mappedIPv4: IPv4Address? {
        bits >> 32 == 0xffff ? IPv4Address(bits: UInt32(truncatingIfNeeded: bits)) : nil
    }

    /// The eight 16-bit groups, first most significant.
    var groups: [UInt16] {
        (0..<8).map { UInt16(truncatingIfNeeded: bits >> UInt128(112 - 16 * $0)) }
    }

    private static func halves(_ text: String) -> (head: String, tail: String, compressed: Bool) {
        let bytes = Array(text.utf8)
        for index in bytes.indices.dropLast() where bytes[index] == 0x3a && bytes[index + 1] == 0x3a {
            let head = String(decoding: bytes[..<index], as: UTF8.self)
            return (head, String(decoding: bytes[(index + 2)...], as: UTF8.self), true)
        }
        return (text, "", false)
    }

    /// The groups of one side of `::`; an empty side has none. A dotted quad counts as two and may only end the address.
    private static func groups(_ text: String, mayEndInQuad: Bool) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            if mayEndInQuad, index == parts.count - 1, let quad = IPv4Address(part) {
                groups += [UInt16(quad.bits >> 16), UInt16(quad.bits & 0xffff)]
            } else if let group = group(part) {
                groups.append(group)
            } else {
                return nil
            }
        }
        return groups
    }

    private static func group(_ text: some StringProtocol) -> UInt16? {
        guard (1...4).contains(text.utf8.count), text.utf8.first != 0x2b, text.utf8.first != 0x2d else { return nil }
        return UInt16(text, radix: 16)
    }
}

extension IPv6Address: CustomStringConvertible {
    /// The canonical text of RFC 5952: lower case, the longest run of zero groups as `::`, and IPv4-mapped addresses with
    /// a dotted quad (section 5).
    public var description: String {
        if let mappedIPv4 { return "::ffff:\(mappedIPv4)" }
        let groups = groups
        guard let run = Self.longestZeroRun(groups) else { return Self.join(groups[...]) }
        return Self.join(groups[..<run.lowerBound]) + "::" + Self.join(groups[run.upperBound...])
    }

    private static func join(_ groups: ArraySlice<UInt16>) -> String {
        groups.map { String($0, radix: 16) }.joined(separator: ":")
    }

    /// The first longest run of at least two zero groups (RFC 5952 section 4.2).
    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int>? {
        var best: Range<Int>?
        var start = 0
        while start < groups.count {
            let end = groups[start...].firstIndex { $0 != 0 } ?? groups.count
            if end - start >= 2, end - start > best?.count ?? 0 { best = start..<end }
            start = max(end, start) + 1
        }
        return best
    }
}
