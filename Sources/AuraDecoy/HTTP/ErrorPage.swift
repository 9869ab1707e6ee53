/// The page that goes with a status when the site has none of its own, byte for byte as nginx with `server_tokens off`
/// makes it.
struct ErrorPage: Sendable, Equatable {
    let status: Status
    /// A second line that says more; only some refusals have one.
    let remark: String?

    init(_ status: Status, remark: String? = nil) {
        self.status = status
        self.remark = remark
    }

    /// The page for whoever calls itself `userAgent`.
    func html(for userAgent: String?) -> String {
        let title = "\(status.code) \(status.phrase)"
        let head = remark.map { "\(status.code) \($0)" } ?? title
        var lines = ["<html>", "<head><title>\(head)</title></head>", "<body>", "<center><h1>\(title)</h1></center>"]
        if let remark { lines.append("<center>\(remark)</center>") }
        lines += ["<hr><center>nginx</center>", "</body>", "</html>"]
        if Self.needsPadding(userAgent), status.code >= 400 {
            lines += Array(repeating: Self.padding, count: 6)
        }
        return lines.map { $0 + "\r\n" }.joined()
    }

    /// Some browsers once replaced short error pages by their own, and nginx still makes pages longer for them.
    private static let padding = "<!-- a padding to disable MSIE and Chrome friendly error page -->"

    private static func needsPadding(_ userAgent: String?) -> Bool {
        guard let userAgent, !userAgent.contains("Opera") else { return false }
        return userAgent.contains("MSIE ") || userAgent.contains("Chrome/")
    }
}
