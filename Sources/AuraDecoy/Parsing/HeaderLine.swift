internal import NIOCore

/// One line after the first of a request's head.
enum HeaderLine: Equatable {
    case field(name: String, value: String)
    /// A name with other characters than letters, digits and dashes: nginx reads it and looks away.
    case ignored
    /// The empty line.
    case end

    static func read(_ bytes: ByteBufferView) -> Piece<HeaderLine> {
        var cursor = ByteCursor(bytes)
        let name = cursor.take { !$0.isBlankOrControl && $0 != UInt8(ascii: ":") }
        guard let next = cursor.next else { return .incomplete }
        if next.isLineEnd { return end(&cursor, name.isEmpty ? .end : line(name, "")) }
        guard next == UInt8(ascii: ":"), !name.isEmpty else { return .refused(.malformed) }
        cursor.skip()
        cursor.skipSpaces()
        let value = cursor.take { !$0.isLineEnd && $0 != 0 }
        guard let stop = cursor.next else { return .incomplete }
        guard stop != 0 else { return .refused(.malformed) }
        var text = value
        while text.last == .space { text = text.dropLast() }
        return end(&cursor, line(name, String(decoding: text, as: UTF8.self)))
    }

    private static func line(_ name: ByteBufferView.SubSequence, _ value: String) -> HeaderLine {
        guard name.allSatisfy({ $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }) else { return .ignored }
        return .field(name: String(decoding: name, as: UTF8.self), value: value)
    }

    private static func end(_ cursor: inout ByteCursor, _ line: HeaderLine) -> Piece<HeaderLine> {
        // One carriage return too many ends a line as well, but not the head.
        while line != .end, cursor.isAtDoubleReturn { cursor.skip() }
        if cursor.next == .carriageReturn { cursor.skip() }
        guard let last = cursor.next else { return .incomplete }
        guard last == .lineFeed else { return .refused(.malformed) }
        cursor.skip()
        return .complete(line, length: cursor.consumed)
    }
}
