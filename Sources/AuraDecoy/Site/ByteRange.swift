internal import NIOHTTP1

/// The part of a file that a request asks for (RFC 9110 section 14).
struct ByteRange: Sendable, Equatable {
    let offset: Int64
    let count: Int64

    enum Wish: Equatable {
        case whole
        case part(ByteRange)
        case notSatisfiable
    }

    /// What the `Range` field asks for. More than one range at once gets the whole file, as with `max_ranges 1`.
    static func wish(_ headers: HTTPHeaders, _ file: SiteFile) -> Wish {
        guard let field = headers.first(name: "Range"), field.lowercased().hasPrefix("bytes="),
            field.utf8.count > "bytes=".utf8.count
        else { return .whole }
        if let known = headers.first(name: "If-Range"), !isStill(known, file) { return .whole }
        let ranges = field.dropFirst("bytes=".count)
        guard !ranges.contains(",") else { return .whole }
        return wish(ranges.trimmingSpaces, size: file.size)
    }

    private static func isStill(_ known: String, _ file: SiteFile) -> Bool {
        known.hasPrefix("\"") ? known == file.entityTag : HTTPDate(known) == file.modified
    }

    private static func wish(_ range: some StringProtocol, size: Int64) -> Wish {
        guard let dash = range.firstIndex(of: "-") else { return .notSatisfiable }
        let first = range[..<dash].trimmingSpaces
        let last = range[range.index(after: dash)...].trimmingSpaces
        guard let (start, end) = first.isEmpty ? suffix(last, size) : bounds(first, last, size) else {
            return .notSatisfiable
        }
        if start < end { return .part(ByteRange(offset: start, count: end - start)) }
        return start == 0 ? .whole : .notSatisfiable
    }

    private static func suffix(_ last: some StringProtocol, _ size: Int64) -> (start: Int64, end: Int64)? {
        number(last).map { (max(0, size - $0), size) }
    }

    private static func bounds(
        _ first: some StringProtocol, _ last: some StringProtocol, _ size: Int64
    ) -> (start: Int64, end: Int64)? {
        guard let start = number(first) else { return nil }
        if last.isEmpty { return (start, size) }
        guard let end = number(last) else { return nil }
        return (start, end >= size ? size : end + 1)
    }

    /// Digits only; numbers that are too large to be told are as large as can be.
    private static func number(_ text: some StringProtocol) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64(text) ?? .max
    }
}
