/// The bridges manifest.
extension StatusText {
    /// The longest advice that is shown; it is the node's own words and not a peer's.
    private static var longestDetail: Int { 300 }

    /// The manifest in force, or that there is none, and what was refused.
    func bridges(_ bridges: BridgesStatus) -> [String] {
        var items = bridges.serial.map { ["manifest \($0)" + origin(bridges)] } ?? ["no manifest"]
        if let count = bridges.count {
            items.append(count == 1 ? "1 bridge" : "\(HumanText.count(UInt64(clamping: count))) bridges")
        }
        if let end = bridges.expiresAtUnix { items.append(term(end)) }
        let advice = bridges.detail.map { paragraph(HumanText.clean($0, longest: Self.longestDetail)) } ?? []
        return field("Bridges", items) + advice + refusals(bridges)
    }

    /// Words under the items, continued where the width ends.
    private func paragraph(_ text: String) -> [String] {
        let room = max(1, (width ?? Int.max) - Self.labelWidth)
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= room {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines.map { String(repeating: " ", count: Self.labelWidth) + $0 }
    }

    private func origin(_ bridges: BridgesStatus) -> String {
        bridges.source.map { " (\(clean($0)))" } ?? ""
    }

    private func term(_ end: Int64) -> String {
        let age = HumanText.age(of: end, now: now) ?? 0
        return age >= 0 ? "expired \(HumanText.ago(age))" : "valid for \(HumanText.duration(-age))"
    }

    private func refusals(_ bridges: BridgesStatus) -> [String] {
        var items = reasons(bridges.refused ?? [:])
        if let last = bridges.lastRefusal { items.append("last \(describe(last))") }
        guard let first = items.first else { return [] }
        items[0] = "refused: \(first)"
        return field("", items)
    }
}
