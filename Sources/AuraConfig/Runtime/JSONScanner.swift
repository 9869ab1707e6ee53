/// A pass over a JSON text before it is decoded: bounds its depth, and refuses keys that are given twice, of which each
/// reader would take another (RFC 8259 section 4). What is malformed in other ways is left to the decoder.
struct JSONScanner {
    private let bytes: [UInt8]
    private var index = 0
    /// The keys seen so far of each object or array that is open, innermost last; an array has none.
    private var levels: [Set<[UInt8]>] = []

    /// Checks a whole text.
    static func check(_ bytes: [UInt8]) throws(Rejection) {
        var scanner = JSONScanner(bytes: bytes)
        while scanner.index < bytes.count { try scanner.step() }
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func step() throws(Rejection) {
        switch bytes[index] {
        case UInt8(ascii: "{"), UInt8(ascii: "["): try open()
        case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = levels.popLast()
        case UInt8(ascii: "\""): return try passString()
        case UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): break
        case ..<0x20: throw Self.control
        default: break
        }
        index += 1
    }

    private mutating func open() throws(Rejection) {
        levels.append([])
        let most = ConfigurationLimits.maximumDepth
        guard levels.count <= most else {
            throw Rejection(found: "more than \(most) brackets inside each other", expected: "fewer")
        }
    }

    /// Moves past the string that starts here, or past the end of the text when it is not closed.
    private mutating func passString() throws(Rejection) {
        index += 1
        let start = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            guard bytes[index] >= 0x20 else { throw Self.control }
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        let end = min(index, bytes.count)
        index = end + 1
        if isBeforeColon { try note(Array(bytes[start..<end])) }
    }

    private static let control = Rejection(found: "a control character", expected: "JSON text")

    private var isBeforeColon: Bool {
        let blanks: [UInt8] = [0x09, 0x0a, 0x0d, 0x20]
        return bytes.dropFirst(index).first { !blanks.contains($0) } == UInt8(ascii: ":")
    }

    private mutating func note(_ key: [UInt8]) throws(Rejection) {
        let text = Printable.quoted(String(decoding: key, as: UTF8.self))
        // With escapes, a key could be given twice in two spellings.
        guard !key.contains(UInt8(ascii: "\\")) else {
            throw Rejection(found: "an escape in the key \(text)", expected: "keys without escapes")
        }
        guard let innermost = levels.indices.last else { return }
        guard levels[innermost].insert(key).inserted else {
            throw Rejection(found: "the key \(text) twice", expected: "each key once")
        }
    }
}
