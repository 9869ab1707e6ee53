/// One line of the table.
struct DemoResult: Sendable {
    /// What was tried.
    let what: String
    /// What came out, in words and numbers.
    let outcome: String
    /// Whether it is as it should be.
    let isGood: Bool
}
