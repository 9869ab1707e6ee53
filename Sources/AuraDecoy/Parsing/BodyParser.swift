internal import NIOCore

/// What reading a body comes to.
enum BodyPiece {
    case bytes(ByteBuffer)
    case end
    /// It breaks the rules of chunks.
    case broken
}

/// Reads the body of a request, of known length or in chunks (RFC 9112 section 7.1).
struct BodyParser {
    private enum State {
        /// This much is left, and then nothing.
        case length(Int64)
        case chunkSize
        /// This much is left of a chunk.
        case chunk(Int64)
        case chunkEnd
        case trailers(Int)
        case done
    }

    private var state: State

    init(length: Int64) {
        state = length == 0 ? .done : .length(length)
    }

    private init(_ state: State) {
        self.state = state
    }

    static var chunked: BodyParser { BodyParser(.chunkSize) }

    /// Whether a body of which `buffer` has the beginning is known to be broken.
    func isBroken(in buffer: ByteBuffer) -> Bool {
        var (parser, buffer) = (self, buffer)
        while let piece = parser.read(&buffer) {
            switch piece {
            case .bytes: continue
            case .end: return false
            case .broken: return true
            }
        }
        return false
    }

    /// The next piece; nil when more bytes are needed.
    mutating func read(_ buffer: inout ByteBuffer) -> BodyPiece? {
        while true {
            switch state {
            case .done: return .end
            case .length(let left): return take(left, &buffer) { $0 == 0 ? .done : .length($0) }
            case .chunk(let left):
                return take(left, &buffer) { $0 == 0 ? .chunkEnd : .chunk($0) }
            case .chunkEnd, .chunkSize, .trailers:
                guard let end = Self.endOfLine(in: buffer) else { return mayComplete(buffer) ? nil : .broken }
                guard let line = Self.line(to: end, &buffer), let following = following(line) else { return .broken }
                state = following
            }
        }
    }

    private mutating func take(_ left: Int64, _ buffer: inout ByteBuffer, _ following: (Int64) -> State) -> BodyPiece? {
        let count = Int(min(left, Int64(buffer.readableBytes)))
        guard count > 0, let bytes = buffer.readSlice(length: count) else { return nil }
        state = following(left - Int64(count))
        return .bytes(bytes)
    }

    /// Where a line leads; nil if it may not stand there.
    private func following(_ line: ByteBufferView) -> State? {
        switch state {
        case .chunkEnd: return line.isEmpty ? .chunkSize : nil
        case .chunkSize: return Self.size(line).map { $0 == 0 ? .trailers(0) : .chunk($0) }
        case .trailers(let length):
            if line.isEmpty { return .done }
            return length + line.count <= DecoyLimits.headers ? .trailers(length + line.count) : nil
        case .length, .chunk, .done: return nil
        }
    }

    /// Whether the beginning of a line can become one.
    private func mayComplete(_ buffer: ByteBuffer) -> Bool {
        guard buffer.readableBytes <= DecoyLimits.headerLine else { return false }
        guard let first = buffer.readableBytesView.first else { return true }
        switch state {
        case .chunkSize: return first.isHexadecimalDigit
        case .chunkEnd: return first == .carriageReturn
        default: return true
        }
    }

    /// Where a line ends: at its line feed, or where something else follows its carriage return, which is no end.
    private static func endOfLine(in buffer: ByteBuffer) -> Int? {
        let bytes = buffer.readableBytesView
        guard let end = bytes.firstIndex(where: \.isLineEnd) else { return nil }
        guard bytes[end] == .carriageReturn else { return end }
        return end + 1 < bytes.endIndex ? end + 1 : nil
    }

    /// The line without its end; nil if it does not end in a line feed.
    private static func line(to end: Int, _ buffer: inout ByteBuffer) -> ByteBufferView? {
        let line = buffer.readSlice(length: end - buffer.readerIndex)
        guard let line, buffer.readInteger() == UInt8.lineFeed else { return nil }
        let view = line.readableBytesView
        return view.last == .carriageReturn ? view.dropLast() : view
    }

    /// Hexadecimal digits, and an extension that nobody reads.
    private static func size(_ line: ByteBufferView) -> Int64? {
        let digits = line.prefix(while: \.isHexadecimalDigit)
        let rest = line[digits.endIndex...]
        guard rest.first.map({ " \t;".utf8.contains($0) }) ?? true else { return nil }
        return Int64(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
