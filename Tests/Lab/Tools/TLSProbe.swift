/// What `openssl s_client` found out about a TLS server.
public struct TLSAnswer: Sendable, CustomStringConvertible {
    /// Everything that it printed.
    public let description: String

    /// The protocol's version, "TLSv1.3"; `nil` without a handshake.
    public var version: String? { words(after: "New, ").map { String($0.prefix { $0 != "," }) } }
    /// The protocol that the server chose by ALPN; `nil` for none.
    public var alpn: String? { words(after: "ALPN protocol: ") }
    /// The subject of the server's certificate.
    public var subject: String? { words(after: "subject=") }

    private func words(after mark: String) -> String? {
        let line = description.split(whereSeparator: \.isNewline).first { $0.hasPrefix(mark) }
        return line.map { String($0.dropFirst(mark.count)) }
    }
}

extension LabHost {
    /// Does a TLS handshake with OpenSSL's own client.
    /// - Parameters:
    ///   - alpn: What to offer, in the order of preference.
    ///   - name: The server name to ask for.
    ///   - options: More of s_client's, for example `["-tls1_2"]`.
    ///   - request: What to send after the handshake.
    public func openTLS(
        _ address: String, port: UInt16, alpn: [String] = [], name: String? = nil, options: [String] = [],
        request: String = ""
    ) async throws -> TLSAnswer {
        let host = address.contains(":") ? "[\(address)]" : address
        let offer = alpn.isEmpty ? [] : ["-alpn", alpn.joined(separator: ",")]
        let result = try await run(
            ["timeout", "10", "openssl", "s_client", "-connect", "\(host):\(port)"] + offer
                + (name.map { ["-servername", $0] } ?? ["-noservername"]) + options, input: request)
        return TLSAnswer(description: result.output + result.errorOutput)
    }
}
