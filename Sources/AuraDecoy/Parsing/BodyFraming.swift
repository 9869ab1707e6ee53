internal import NIOHTTP1

/// How long a request's body is (RFC 9112 section 6).
enum BodyFraming: Equatable {
    case length(Int64)
    case chunked
    case refused(Refusal)

    /// Two lengths, or a length and a coding, are how requests are smuggled: both are refused.
    static func of(_ head: HTTPRequestHead) -> BodyFraming {
        let lengths = head.headers["Content-Length"]
        let codings = head.headers["Transfer-Encoding"]
        guard let coding = codings.first else { return lengths.isEmpty ? .length(0) : length(lengths) }
        guard codings.count == 1, head.version == .http1_1 else { return .refused(.malformed) }
        guard coding.lowercased() == "chunked" else { return .refused(.codingNotImplemented) }
        return lengths.isEmpty ? .chunked : .refused(.malformed)
    }

    private static func length(_ texts: [String]) -> BodyFraming {
        guard texts.count == 1, let text = texts.first, !text.isEmpty, text.utf8.allSatisfy(\.isDigit),
            let length = Int64(text)
        else { return .refused(.malformed) }
        return .length(length)
    }
}
