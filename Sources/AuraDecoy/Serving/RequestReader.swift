internal import NIOCore
internal import NIOHTTP1

/// The requests of one connection in turn, and the body of the present one.
struct RequestReader {
    typealias Parts = NIOAsyncChannelInboundStream<RequestPart>.AsyncIterator

    /// What comes when a new request is looked for.
    enum Beginning {
        case head(HTTPRequestHead, brokenBody: Bool)
        case refused(Refusal, HTTPRequestHead)
        /// The stranger is done.
        case over
    }

    private var parts: Parts
    private let longestBody: Int
    private var received = 0
    /// The body of the present request has been read to its end.
    private(set) var isAtEnd = true

    init(_ parts: Parts, longestBody: Int) {
        self.parts = parts
        self.longestBody = longestBody
    }

    /// The next request, after the rest of the present one was read.
    mutating func nextRequest() async throws -> Beginning {
        while let part = try await parts.next() {
            switch part {
            case .head(let head, let brokenBody):
                (isAtEnd, received) = (false, 0)
                return .head(head, brokenBody: brokenBody)
            case .refused(let refusal, let head): return .refused(refusal, head)
            case .body, .end: continue
            }
        }
        return .over
    }

    /// More of the body; nil at its end. Throws ``BodyError`` when it breaks off, breaks the rules or is too long.
    mutating func nextChunk() async throws -> ByteBuffer? {
        guard !isAtEnd else { return nil }
        switch try await parts.next() {
        case .body(let bytes):
            received += bytes.readableBytes
            guard received <= longestBody else { throw BodyError.tooLong }
            return bytes
        case .end:
            isAtEnd = true
            return nil
        case .refused: throw BodyError.malformed
        case .head, nil: throw BodyError.cutOff
        }
    }

    /// Reads the rest of the body and keeps nothing of it.
    mutating func skipBody() async throws {
        while try await nextChunk() != nil {}
    }

    /// Reads and throws away whatever comes, body or not, until the stranger closes.
    mutating func discardAll() async throws {
        while try await parts.next() != nil {}
    }
}

/// Why a body was not read to its end.
enum BodyError: Error {
    case tooLong
    case malformed
    case cutOff
}
