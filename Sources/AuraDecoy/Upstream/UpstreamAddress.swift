/// Where an upstream is: `http://` or `https://`, a host, and perhaps a port.
struct UpstreamAddress: Sendable, Equatable {
    /// `http` or `https`.
    let scheme: String
    /// Host and port as a `Host` field has them; an IPv6 address is in brackets.
    let authority: String

    /// Reads an address. A slash at its end is allowed, and nothing else after the port.
    init(_ text: String) throws(DecoyError) {
        guard let separator = text.firstRange(of: "://") else { throw .badUpstream(text, "it has no scheme") }
        scheme = text[..<separator.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { throw .badUpstream(text, "its scheme is not http or https") }
        var rest = text[separator.upperBound...]
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        if let stray = rest.first(where: { "/?#".contains($0) }) {
            throw .badUpstream(text, "there is a '\(stray)' after the host; a path or query cannot be set")
        }
        guard !rest.contains("@") else { throw .badUpstream(text, "names and passwords cannot be given") }
        guard let parts = Authority(rest) else {
            throw .badUpstream(text, "it has no host, or one with characters that a host cannot have")
        }
        if let port = parts.port, UInt16(port).map({ $0 > 0 }) != true {
            throw .badUpstream(text, "its port is not a number from 1 to 65535")
        }
        authority = String(rest)
    }

    /// The address of a target of a request.
    func url(_ local: some StringProtocol) -> String { "\(scheme)://\(authority)\(local)" }

    /// What follows this upstream's own address in a URL; nil if the URL leads elsewhere.
    func local(_ url: String) -> Substring? {
        let bare = authority.hasSuffix(standardPort) ? String(authority.dropLast(standardPort.count)) : authority
        for own in [bare, bare + standardPort] {
            let prefix = "\(scheme)://\(own)"
            guard url.lowercased().hasPrefix(prefix.lowercased()) else { continue }
            let rest = url.dropFirst(prefix.count)
            if rest.isEmpty || rest.hasPrefix("/") || rest.hasPrefix("?") { return rest }
        }
        return nil
    }

    private var standardPort: String { scheme == "http" ? ":80" : ":443" }
}
