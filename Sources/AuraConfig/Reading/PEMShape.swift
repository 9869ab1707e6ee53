/// Tells whether a text looks like PEM (RFC 7468); what is inside is for the PKI to judge.
enum PEMShape {
    /// True when `text` has a `BEGIN` line with `label` or a label ending in it, then the matching `END` line.
    static func holds(_ label: String, in text: String) -> Bool {
        let lines = text.split(whereSeparator: \.isNewline).map { trimmed($0) }
        guard let start = lines.firstIndex(where: { $0.hasPrefix("-----BEGIN ") && $0.hasSuffix("\(label)-----") })
        else { return false }
        let end = "-----END " + lines[start].dropFirst("-----BEGIN ".count)
        guard let stop = lines[start...].firstIndex(of: end) else { return false }
        return stop > start + 1
    }

    private static func trimmed(_ line: Substring) -> String {
        String(line.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
