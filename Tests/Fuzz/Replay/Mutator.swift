/// Makes inputs of others: bytes changed, ranges lost, doubled and spliced, pieces of the grammar put in.
struct Mutator {
    private let inputs: [[UInt8]]
    private let pieces: [[UInt8]]
    private var generator: SeededGenerator
    /// The longest input that is made, in bytes.
    private static let maximumLength = 8192

    init(inputs: [[UInt8]], pieces: [[UInt8]], seed: UInt64) {
        (self.inputs, self.pieces) = (inputs, pieces)
        generator = SeededGenerator(seed: seed)
    }

    /// The next input.
    mutating func next() -> [UInt8] {
        var bytes = pick(inputs)
        for _ in 0..<Int.random(in: 1...4, using: &generator) { change(&bytes) }
        return Array(bytes.prefix(Self.maximumLength))
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let start = Int.random(in: 0...bytes.count, using: &generator)
        let range = start..<min(bytes.count, start + Int.random(in: 0...40, using: &generator))
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: bytes.insert(.random(in: 0...255, using: &generator), at: start)
        case 1: bytes.replaceSubrange(range.prefix(1), with: [.random(in: 0x20...0x7e, using: &generator)])
        case 2: bytes.removeSubrange(range)
        case 3: bytes.insert(contentsOf: bytes[range], at: Int.random(in: 0...bytes.count, using: &generator))
        case 4: bytes.replaceSubrange(range, with: pick(pieces))
        case 5: bytes.insert(contentsOf: pick(pieces), at: start)
        default: bytes.replaceSubrange(start..., with: pick(inputs).dropFirst(start))
        }
    }

    private mutating func pick(_ choices: [[UInt8]]) -> [UInt8] { choices.randomElement(using: &generator) ?? [] }
}

/// A random generator that gives the same numbers for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
