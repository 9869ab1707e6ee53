/// Choices that are the same for the same seed, on every machine and in every version of Swift (SplitMix64).
struct SeededChoices {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to but not including `bound`, which must be above 0.
    mutating func number(below bound: Int) -> Int {
        Int(next() % UInt64(bound))
    }

    /// A number of the range.
    mutating func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + number(below: range.count)
    }

    /// One of the words; nothing if there are none.
    mutating func pick(_ words: [String]) -> String {
        words.isEmpty ? "" : words[number(below: words.count)]
    }

    /// The items in another order.
    mutating func shuffled<Item>(_ items: [Item]) -> [Item] {
        var items = items
        for last in stride(from: items.count - 1, to: 0, by: -1) {
            items.swapAt(last, number(in: 0...last))
        }
        return items
    }

    /// A text with one alternative taken wherever it offers some, as in `a {warm|cold} day`. Braces do not nest.
    mutating func phrase(_ pattern: String) -> String {
        var text = ""
        var rest = pattern[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let words = rest[rest.index(after: open)..<close].split(separator: "|", omittingEmptySubsequences: false)
            text += rest[..<open] + pick(words.map(String.init))
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }
}
