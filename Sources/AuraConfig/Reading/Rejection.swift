/// Why a value does not do.
package struct Rejection: Error {
    package var found: String
    package var expected: String
    package var suggestion: String?

    package init(found: String, expected: String, suggestion: String? = nil) {
        (self.found, self.expected, self.suggestion) = (found, expected, suggestion)
    }
}
