/// Random numbers for indices, jitter and padding: the system's, or a fixed sequence so that a simulated run can be
/// repeated. Keys never come from here.
public struct RandomSource: RandomNumberGenerator, Sendable {
    private var system = SystemRandomNumberGenerator()
    private var state: UInt64?

    /// The system's random source.
    public init() {}

    /// A sequence that `seed` determines (SplitMix64). For simulations only.
    public init(seed: UInt64) {
        state = seed
    }

    /// The next number.
    public mutating func next() -> UInt64 {
        guard var mixed = state else { return system.next() }
        mixed &+= 0x9e37_79b9_7f4a_7c15
        state = mixed
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A part of `duration`, from none to all of it.
    mutating func fraction(of duration: Duration) -> Duration {
        duration * Double.random(in: 0...1, using: &self)
    }
}
