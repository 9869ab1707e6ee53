internal import NIOCore
internal import NIOHTTP1

/// Reads the head of a request line by line.
struct HeadParser {
    private var line: RequestLine?
    private var fields: [(String, String)] = []
    private var length = 0
    /// Empty lines came before it. They are not kept and have no part in its length, as with nginx.
    private var hasSkipped = false

    /// Whether something has been read, if only an empty line: its time is running.
    var hasBegun: Bool { length > 0 || hasSkipped }

    /// The head, when it is complete; takes from `buffer` what it has read.
    mutating func read(_ buffer: inout ByteBuffer) -> Piece<HTTPRequestHead> {
        if line == nil {
            skipEmptyLines(&buffer)
            switch bounded(RequestLine.read(buffer.readableBytesView), in: buffer, .targetTooLong) {
            case .incomplete: return .incomplete
            case .refused(let refusal): return .refused(refusal)
            case .complete(let first, let count):
                take(count, from: &buffer)
                line = first
                guard first.isAllowed else { return .refused(.malformed) }
            }
        }
        guard let line else { return .incomplete }
        // HTTP/0.9 has no fields and no empty line after them.
        if line.version.major == 0 { return .complete(head(line), length: length) }
        return readFields(of: line, &buffer)
    }

    private mutating func readFields(of line: RequestLine, _ buffer: inout ByteBuffer) -> Piece<HTTPRequestHead> {
        while true {
            switch bounded(HeaderLine.read(buffer.readableBytesView), in: buffer, .headersTooLarge) {
            case .incomplete: return .incomplete
            case .refused(let refusal): return .refused(refusal)
            case .complete(let field, let count):
                take(count, from: &buffer)
                if case .end = field { return .complete(head(line), length: length) }
                if case .field(let name, let value) = field {
                    fields.append((name, value))
                    guard mayStand(name) else { return .refused(.malformed) }
                }
            }
        }
    }

    /// What is known so far of a request that is refused at this point, with the rest of its bytes in `buffer`.
    func soFar(_ buffer: ByteBuffer) -> HTTPRequestHead {
        if let line { return head(line) }
        let isHead = buffer.readableBytesView.starts(with: "HEAD ".utf8)
        var request = Refusal.nothing
        if isHead { request.method = .HEAD }
        return request
    }

    /// Whether the field that was just read may be there: a host must look like one, and some fields come once at most.
    /// What breaks this is refused before the next line is looked at.
    private func mayStand(_ name: String) -> Bool {
        let name = name.lowercased()
        guard Self.single.contains(name) else { return true }
        let same = fields.filter { $0.0.lowercased() == name }
        return same.count == 1 && (name != "host" || same.allSatisfy { Authority.isGoodField($0.1) })
    }

    private static let single: Set = [
        "host", "if-modified-since", "if-unmodified-since", "if-match", "if-none-match", "if-range", "content-length",
        "content-range", "transfer-encoding", "expect", "authorization",
    ]

    /// Adds the limits to what reading a line came to.
    private func bounded<Value>(
        _ piece: Piece<Value>, in buffer: ByteBuffer, _ tooLong: Refusal
    ) -> Piece<Value> {
        let count: Int
        switch piece {
        case .incomplete: count = buffer.readableBytes
        case .refused: return piece
        case .complete(_, let length): count = length
        }
        guard count <= DecoyLimits.headerLine else { return .refused(tooLong) }
        return length + count <= DecoyLimits.headers ? piece : .refused(.headersTooLarge)
    }

    private func head(_ line: RequestLine) -> HTTPRequestHead {
        HTTPRequestHead(version: line.version, method: line.method, uri: line.target, headers: HTTPHeaders(fields))
    }

    private mutating func take(_ count: Int, from buffer: inout ByteBuffer) {
        buffer.moveReaderIndex(forwardBy: count)
        length += count
    }

    /// Some clients end the request before with one line too many.
    private mutating func skipEmptyLines(_ buffer: inout ByteBuffer) {
        let empty = buffer.readableBytesView.prefix(while: \.isLineEnd).count
        buffer.moveReaderIndex(forwardBy: empty)
        if empty > 0 { hasSkipped = true }
    }
}
