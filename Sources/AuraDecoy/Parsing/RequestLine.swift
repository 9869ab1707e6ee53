internal import NIOCore
internal import NIOHTTP1

/// The first line of a request, read as nginx reads it: what is wrong is refused at the byte where it goes wrong, so that
/// a stranger who sends half a line of something else has his answer at once.
struct RequestLine: Equatable {
    let method: HTTPMethod
    let target: String
    let version: HTTPVersion

    /// Whether it may stand at all: HTTP/0.9 knows only `GET`.
    var isAllowed: Bool { RequestTarget(target) != nil && (version.major > 0 || method == .GET) }

    static func read(_ bytes: ByteBufferView) -> Piece<RequestLine> {
        var cursor = ByteCursor(bytes)
        let method = cursor.take { $0.isUpper || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
        guard let afterMethod = cursor.next else { return .incomplete }
        guard afterMethod == .space, !method.isEmpty else { return .refused(.malformed) }
        cursor.skipSpaces()
        guard let first = cursor.next else { return .incomplete }
        guard first == UInt8(ascii: "/") || first.isLetter else { return .refused(.malformed) }
        let target = cursor.take { !$0.isBlankOrControl }
        let text = String(decoding: target, as: UTF8.self)
        guard let afterTarget = cursor.next else {
            return RequestTarget.mayHaveForm(text) ? .incomplete : .refused(.malformed)
        }
        guard afterTarget == .space || afterTarget.isLineEnd, RequestTarget.hasForm(text) else {
            return .refused(.malformed)
        }
        let line = { version in
            RequestLine(
                method: HTTPMethod(rawValue: String(decoding: method, as: UTF8.self)),
                target: text, version: version)
        }
        // In `http://host` there is one slash too few for a path.
        let hasPath = first == UInt8(ascii: "/") || target.count { $0 == UInt8(ascii: "/") } > 2
        return readVersion(&cursor, hasPath: hasPath, line)
    }

    /// The rest: nothing, which is HTTP/0.9, or a version.
    private static func readVersion(
        _ cursor: inout ByteCursor, hasPath: Bool, _ line: (HTTPVersion) -> RequestLine
    ) -> Piece<RequestLine> {
        cursor.skipSpaces()
        guard let next = cursor.next else { return .incomplete }
        if next.isLineEnd {
            guard hasPath else { return .refused(.malformed) }
            return end(&cursor) { line(HTTPVersion(major: 0, minor: 9)) }
        }
        for letter in "HTTP/".utf8 {
            guard let byte = cursor.next else { return .incomplete }
            guard byte == letter else { return .refused(.malformed) }
            cursor.skip()
        }
        return readNumbers(&cursor, line)
    }

    private static func readNumbers(
        _ cursor: inout ByteCursor, _ line: (HTTPVersion) -> RequestLine
    ) -> Piece<RequestLine> {
        guard let major = cursor.next else { return .incomplete }
        guard major.isDigit, major != UInt8(ascii: "0") else { return .refused(.malformed) }
        guard major == UInt8(ascii: "1") else { return .refused(.versionNotSupported) }
        cursor.skip()
        guard let dot = cursor.next else { return .incomplete }
        if dot.isDigit { return .refused(.versionNotSupported) }
        guard dot == UInt8(ascii: ".") else { return .refused(.malformed) }
        cursor.skip()
        let minor = cursor.take(while: \.isDigit)
        guard let after = cursor.next else { return .incomplete }
        guard (1...2).contains(minor.count), after == .space || after.isLineEnd else { return .refused(.malformed) }
        cursor.skipSpaces()
        // A later minor version is spoken to as 1.1 (RFC 9110 section 2.5).
        let isOld = minor.allSatisfy { $0 == UInt8(ascii: "0") }
        return end(&cursor) { line(isOld ? .http1_0 : .http1_1) }
    }

    private static func end(_ cursor: inout ByteCursor, _ line: () -> RequestLine) -> Piece<RequestLine> {
        if cursor.next == .carriageReturn { cursor.skip() }
        guard let last = cursor.next else { return .incomplete }
        guard last == .lineFeed else { return .refused(.malformed) }
        cursor.skip()
        return .complete(line(), length: cursor.consumed)
    }
}
