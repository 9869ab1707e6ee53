/// Split rules written as a flat list, as older versions had them: refused, with the blocks to write instead.
enum FlatSplit {
    /// The most blocks that a suggestion spells out.
    private static let maximumShown = 8

    /// The lists of blocks that replace flat keys, by those keys.
    private static let replacements = ["vpn_cidrs": "tunnel.split.vpn", "direct_cidrs": "tunnel.split.direct"]

    /// The lists of blocks that may be found as flat lists.
    static let lists = Set(replacements.values)

    /// The list of blocks that replaces a flat key; `nil` when `key` is none.
    static func list(for key: String) -> String? { replacements[key] }

    /// What to say where blocks of `list` were expected and `node` was found.
    static func rejection(list: String, _ node: TOMLNode) -> Rejection {
        Rejection(
            found: node.hiddenSummary, expected: "[[\(list)]] blocks",
            suggestion: "write in the profile, each on lines of its own: " + blocks(of: list, values(of: node)))
    }

    private static func blocks(of list: String, _ values: [String]) -> String {
        let shown = values.isEmpty ? ["10.0.0.0/8"] : Array(values.prefix(maximumShown))
        let text = shown.map { "[[\(list)]] cidr = \(Printable.quoted($0))" }.joined(separator: " and ")
        return values.count > maximumShown ? text + " and so on, \(values.count) blocks in all" : text
    }

    private static func values(of node: TOMLNode) -> [String] {
        switch node {
        case .array(let elements): elements.flatMap(values)
        case .string(let text): [text]
        case .table(let table): table["cidr"].map(values) ?? []
        default: []
        }
    }
}
