internal import AuraConfig

/// Whether messages are fit to print: single lines of bounded length, without what could be a key.
package enum MessageCheck {
    /// The most scalars of a message: its parts are cut, and a scalar that is escaped takes up to ten.
    private static let maximumLength = 5 * 10 * (ConfigurationLimits.maximumMessagePart + 1)
    /// A run of letters and digits that is longer than any word of a message and shorter than a key.
    private static let longestRun = 40

    /// What `parse` makes of an input; `nil` when it refuses, and then what it says is looked at.
    static func value<Input, Value>(
        of input: Input, _ parse: (Input) throws(ConfigurationError) -> Value
    ) throws(BrokenPromise) -> Value? {
        do throws(ConfigurationError) {
            return try parse(input)
        } catch {
            try check(error)
            return nil
        }
    }

    /// Looks at each problem of an error.
    static func check(_ error: ConfigurationError) throws(BrokenPromise) {
        guard (1...ConfigurationLimits.maximumProblems + 1).contains(error.problems.count) else {
            throw BrokenPromise("an error of \(error.problems.count) problems")
        }
        for problem in error.problems { try check(problem.description) }
    }

    /// Looks at one message.
    package static func check(_ message: String) throws(BrokenPromise) {
        let scalars = message.unicodeScalars
        guard (1...maximumLength).contains(scalars.count) else {
            throw BrokenPromise("a message of \(scalars.count) characters")
        }
        guard scalars.allSatisfy(isPrintable) else { throw BrokenPromise("a message that is not one line: \(message)") }
        guard longestRun(in: message) <= longestRun else { throw BrokenPromise("a message that shows: \(message)") }
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
        default: true
        }
    }

    private static func longestRun(in message: String) -> Int {
        var (run, longest) = (0, 0)
        for byte in message.utf8 {
            run = isBase64(byte) ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
            true
        default: false
        }
    }
}
