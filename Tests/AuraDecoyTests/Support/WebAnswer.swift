/// One answer as it came over the wire.
struct WebAnswer: Equatable {
    let statusLine: String
    let fields: [Field]
    let body: [UInt8]

    struct Field: Equatable {
        let name: String
        let value: String
    }

    var status: Int { Int(statusLine.split(separator: " ").dropFirst().first ?? "") ?? 0 }
    var names: [String] { fields.map(\.name) }
    var text: String { String(decoding: body, as: UTF8.self) }

    subscript(_ name: String) -> String? { fields.first { $0.name.lowercased() == name.lowercased() }?.value }

    /// All answers in what came until the connection closed. Answers to `HEAD` have no body.
    static func all(in bytes: [UInt8], headOnly: Bool = false) -> [WebAnswer] {
        var answers: [WebAnswer] = []
        var rest = bytes[...]
        while let answer = next(&rest, headOnly: headOnly) { answers.append(answer) }
        return answers
    }

    private static func next(_ rest: inout ArraySlice<UInt8>, headOnly: Bool) -> WebAnswer? {
        guard let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: rest[..<end.lowerBound], as: UTF8.self)
        rest = rest[end.upperBound...]
        var lines = head.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
        let statusLine = lines.removeFirst()
        let fields = lines.map { line in
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            return Field(name: parts[0], value: String((parts.last ?? "").drop { $0 == " " }))
        }
        let isBodiless = headOnly || [" 100 ", " 204 ", " 304 "].contains { statusLine.contains($0) }
        let answer = WebAnswer(statusLine: statusLine, fields: fields, body: [])
        let body = isBodiless ? [] : body(answer, &rest)
        return WebAnswer(statusLine: statusLine, fields: fields, body: body)
    }

    private static func body(_ answer: WebAnswer, _ rest: inout ArraySlice<UInt8>) -> [UInt8] {
        if let length = answer["Content-Length"].flatMap({ Int($0) }) {
            defer { rest = rest.dropFirst(length) }
            return Array(rest.prefix(length))
        }
        guard answer["Transfer-Encoding"] == "chunked" else {
            defer { rest = [] }
            return Array(rest)
        }
        var body: [UInt8] = []
        while let end = rest.firstRange(of: Array("\r\n".utf8)),
            let size = Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16)
        {
            rest = rest[end.upperBound...]
            body += rest.prefix(size)
            rest = rest.dropFirst(size + 2)
            if size == 0 { break }
        }
        return body
    }
}
