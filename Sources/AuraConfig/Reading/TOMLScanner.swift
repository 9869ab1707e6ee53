/// A pass over a TOML text before it is parsed: finds the lines of keys, and refuses what the parser must not see.
///
/// The parser recurses into brackets and into dotted keys (and into the latter without a bound, when it takes a broken
/// document apart), and it stops the process on some malformed texts: a table header without a key, a bracket closed by
/// another kind, blanks beyond ASCII, what begins like a date and goes on in another way. All of these are refused here,
/// first. Up to the first syntax error this scanner and any TOML parser agree on what is a string or a comment, and after
/// it nothing is parsed. Since the parser looks ahead from the first digit of a value to the next blank or comma, what
/// would begin a string or an array is refused inside such a word.
struct TOMLScanner {
    /// Dots of one line outside strings: a key of that many parts, with room for numbers.
    private static let maximumDots = ConfigurationLimits.maximumDepth

    /// What is not passed on to the parser.
    struct Refusal: Error {
        let line: Int
        let found: String
        let expected: String
    }

    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    /// What closes the brackets that are open, innermost last.
    private var closers: [UInt8] = []
    private var dots = 0
    /// Whether the key in hand has its value already.
    private var hasEquals = false
    private var statements = 0
    private var map = SourceMap()

    /// Scans a whole text.
    static func scan(_ bytes: [UInt8]) throws(Refusal) -> SourceMap {
        var scanner = TOMLScanner(bytes: bytes)
        if bytes.starts(with: byteOrderMark) { scanner.index = byteOrderMark.count }
        try scanner.startStatement()
        while scanner.index < bytes.count { try scanner.step() }
        return scanner.map
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func step() throws(Refusal) {
        switch bytes[index] {
        case UInt8(ascii: "\n"): try endLine()
        case UInt8(ascii: "#"): index = endOfLine(from: index)
        case UInt8(ascii: "\""), UInt8(ascii: "'"): try passString(quote: bytes[index])
        case UInt8(ascii: "="): try passEquals()
        case UInt8(ascii: ","): passComma()
        case UInt8(ascii: "["): try openBracket(closer: UInt8(ascii: "]"))
        case UInt8(ascii: "{"): try openBracket(closer: UInt8(ascii: "}"))
        case UInt8(ascii: "]"), UInt8(ascii: "}"): try closeBracket()
        case UInt8(ascii: "."): try countDot()
        case UInt8(ascii: " "): try passSpace()
        case UInt8(ascii: "T"), UInt8(ascii: "t"): try passT()
        case 0x80...: throw refusal("a character beyond ASCII outside a string", "strings in quotes")
        default: index += 1
        }
    }

    private mutating func endLine() throws(Refusal) {
        index += 1
        line += 1
        dots = 0
        if closers.isEmpty { try startStatement() }
    }

    private mutating func startStatement() throws(Refusal) {
        hasEquals = false
        let statement = bytes[index..<endOfLine(from: index)].drop { $0 == 0x20 || $0 == 0x09 }
        if let first = statement.first, first != UInt8(ascii: "#"), first != 0x0d { statements += 1 }
        guard statements <= ConfigurationLimits.maximumStatements else {
            throw refusal("more than \(ConfigurationLimits.maximumStatements) keys and tables", "fewer")
        }
        guard map.note(statement, line: line) else {
            throw refusal("a malformed table header", "[table] or [[table]] with a key inside")
        }
    }

    private mutating func openBracket(closer: UInt8) throws(Refusal) {
        guard isWordStart(index) else { throw refusal("a bracket inside a word", "strings in quotes") }
        closers.append(closer)
        hasEquals = false
        index += 1
        guard closers.count <= ConfigurationLimits.maximumDepth else {
            throw refusal("more than \(ConfigurationLimits.maximumDepth) brackets inside each other", "fewer")
        }
    }

    private mutating func closeBracket() throws(Refusal) {
        guard closers.popLast() == bytes[index] else {
            throw refusal("a closing bracket that closes nothing", "brackets in pairs")
        }
        index += 1
    }

    private mutating func countDot() throws(Refusal) {
        dots += 1
        index += 1
        guard dots <= Self.maximumDots else {
            throw refusal("more than \(Self.maximumDots) dots on a line outside strings", "keys of fewer parts")
        }
    }

    private mutating func passString(quote: UInt8) throws(Refusal) {
        guard isWordStart(index) else { throw refusal("a quote inside a word", "strings in quotes as a whole") }
        skipString(quote: quote)
    }

    /// A key has one value, and an element of an array has no key; apart from a word, the parser sees so itself.
    private mutating func passEquals() throws(Refusal) {
        guard isWordStart(index) || !hasEquals && closers.last != UInt8(ascii: "]") else {
            throw refusal("a \"=\" inside a value", "one value a key, strings in quotes")
        }
        hasEquals = true
        index += 1
    }

    private mutating func passComma() {
        hasEquals = false
        index += 1
    }

    /// A digit after a single space can only start a value or a part of a key; elsewhere it is the time of a date, which
    /// no key of ours takes.
    private mutating func passSpace() throws(Refusal) {
        index += 1
        guard index < bytes.count, ASCIIRules.isDigit(bytes[index]) else { return }
        guard isWordStart(index - 1) else {
            throw refusal("two values without a comma between them", "one value a key, strings in quotes")
        }
    }

    /// True when what is before a position does not belong to the same word.
    private func isWordStart(_ position: Int) -> Bool {
        guard position > 0, bytes[..<position] != Self.byteOrderMark[...] else { return true }
        return " \t\n,=[{.".utf8.contains(bytes[position - 1])
    }

    private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

    /// A "T" after a date must have a time after it.
    private mutating func passT() throws(Refusal) {
        let before = bytes[max(0, index - Self.dateShape.count)..<index]
        let followsDate = before.elementsEqual(Self.dateShape) { byte, shape in
            shape == UInt8(ascii: "0") ? ASCIIRules.isDigit(byte) : byte == shape
        }
        index += 1
        guard !followsDate || index < bytes.count && ASCIIRules.isDigit(bytes[index]) else {
            throw refusal("a date with a \"T\" and no time after it", "a date and a time, or strings in quotes")
        }
    }

    private static let dateShape = Array("0000-00-00".utf8)

    private func refusal(_ found: String, _ expected: String) -> Refusal {
        Refusal(line: line, found: found, expected: expected)
    }

    private func endOfLine(from start: Int) -> Int {
        bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    }
}

extension TOMLScanner {
    /// Moves past the string that starts here; past the end of the text or line when it is not closed.
    private mutating func skipString(quote: UInt8) {
        if hasTriple(quote) {
            index += 3
            skipLongString(quote: quote)
        } else {
            index += 1
            skipShortString(quote: quote)
        }
    }

    private mutating func skipShortString(quote: UInt8) {
        while index < bytes.count, bytes[index] != UInt8(ascii: "\n") {
            let byte = bytes[index]
            index += escapes(quote) ? 2 : 1
            if byte == quote { return }
        }
    }

    private mutating func skipLongString(quote: UInt8) {
        while index < bytes.count {
            if hasTriple(quote) { return closeLongString(quote: quote) }
            if bytes[index] == UInt8(ascii: "\n") { line += 1 }
            index += escapes(quote) ? 2 : 1
        }
    }

    /// A closing delimiter may have one or two quotes of content directly before it.
    private mutating func closeLongString(quote: UInt8) {
        index += 3
        for _ in 0..<2 where index < bytes.count && bytes[index] == quote { index += 1 }
        dots = 0
    }

    private func hasTriple(_ quote: UInt8) -> Bool {
        index + 2 < bytes.count && bytes[index] == quote && bytes[index + 1] == quote && bytes[index + 2] == quote
    }

    /// True when the byte here is a backslash that takes the next one with it; a line feed is left to be counted.
    private func escapes(_ quote: UInt8) -> Bool {
        bytes[index] == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") && index + 1 < bytes.count
            && bytes[index + 1] != UInt8(ascii: "\n")
    }
}
