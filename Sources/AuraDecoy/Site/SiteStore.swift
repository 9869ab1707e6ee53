internal import NIOCore

/// Where the files of a site are.
protocol SiteStore: Sendable {
    /// What is at a path. Its components are decoded and none of them is `.` or `..`.
    /// Files are opened for a source, which may have so many.
    func entry(at target: RequestTarget, for source: VisitorSource) async throws -> SiteEntry
}

/// What a path leads to.
enum SiteEntry: Sendable {
    case file(SiteFile)
    /// A directory, asked for without its slash.
    case directory
    /// A directory without an index, or what may not be read.
    case forbidden
    case missing
    /// So much is open already, or for this source, that it cannot be opened now.
    case busy
}

/// A file that is ready to be sent.
struct SiteFile: Sendable {
    let size: Int64
    let modified: HTTPDate
    let type: String
    let content: Content

    enum Content: Sendable {
        case memory(ByteBuffer)
        case disk(OpenFile)
    }

    /// As nginx makes it: time and size in hexadecimal.
    var entityTag: String { "\"\(String(modified.unix, radix: 16))-\(String(size, radix: 16))\"" }

    /// The bytes from `offset`, `count` of them, as the body of an answer.
    func body(from offset: Int64, count: Int64) -> Answer.Body {
        switch content {
        case .disk(let file): return .file(file, offset: offset, count: count)
        case .memory(let bytes):
            let start = bytes.readerIndex + Int(offset)
            return bytes.getSlice(at: start, length: Int(count)).map { .bytes($0) } ?? .none
        }
    }
}
