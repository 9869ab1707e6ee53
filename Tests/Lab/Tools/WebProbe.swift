internal import Foundation

/// What a web server answered.
public struct WebAnswer: Sendable, CustomStringConvertible {
    /// The status code; 0 when there was no answer.
    public let status: Int
    /// The protocol's version, "1.1" or "2"; "0" when there was no answer.
    public let version: String
    /// The names of the header fields, in lowercase, and their values.
    public let headers: [String: String]
    /// The body.
    public let body: String

    /// For messages.
    public var description: String { "HTTP/\(version) \(status) \(headers)\n\(body.prefix(400))" }
}

extension LabHost {
    /// The versions of HTTP that curl can be told to use.
    public enum HTTPVersion: String, CaseIterable, Sendable {
        /// HTTP/1.1.
        case one = "--http1.1"
        /// HTTP/2, agreed on by ALPN.
        case two = "--http2"
    }

    /// Asks a web server over TLS, whatever its certificate says, as a browser does after a click on "accept the risk".
    /// - Parameters:
    ///   - target: The path and query.
    ///   - options: More of curl's, for example `["--request", "POST"]`.
    public func browse(
        _ address: String, port: UInt16, target: String = "/", version: HTTPVersion = .one, options: [String] = []
    ) async throws -> WebAnswer {
        let base = lab.directory + "/web-\(UInt64.random(in: .min ... .max))"
        let (body, head) = (base + ".body", base + ".head")
        defer { for file in [body, head] { try? FileManager.default.removeItem(atPath: file) } }
        let host = address.contains(":") ? "[\(address)]" : address
        let result = try await run(
            ["curl", "-sS", "-k", "--noproxy", "*", "--max-time", "15", version.rawValue, "--path-as-is"] + options
                + ["-o", body, "-D", head, "-w", "%{http_code} %{http_version}", "https://\(host):\(port)\(target)"])
        let words = result.output.split(separator: " ")
        guard words.count == 2, let status = Int(words[0]) else {
            throw LabError.unreadable("curl's answer", found: "\(result)")
        }
        return WebAnswer(
            status: status, version: String(words[1]), headers: Self.headers(in: Self.text(of: head)),
            body: Self.text(of: body))
    }

    private static func text(of file: String) -> String {
        String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
    }

    private static func headers(in text: String) -> [String: String] {
        let fields = text.split(whereSeparator: \.isNewline).compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            return (line[..<colon].lowercased(), value)
        }
        return Dictionary(fields) { first, _ in first }
    }
}
