/// Why a value does not do.
struct Rejection: Error {
    var found: String
    var expected: String
    var suggestion: String?
}
