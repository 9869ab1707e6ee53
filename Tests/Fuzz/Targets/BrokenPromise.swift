/// What a parser promises and did not keep for some input.
public struct BrokenPromise: Error, Sendable, CustomStringConvertible {
    /// What was promised and what came instead.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
