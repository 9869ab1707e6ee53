import Foundation

/// How often a test of timing is repeated: environment AURA_REPEATS, else twice. By hand, 20.
enum Repeats {
    static var all: ClosedRange<Int> {
        let wanted = ProcessInfo.processInfo.environment["AURA_REPEATS"].flatMap { Int($0) } ?? 2
        return 1...max(1, wanted)
    }
}
