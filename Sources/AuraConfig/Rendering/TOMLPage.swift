/// A commented TOML document in the making.
package struct TOMLPage {
    /// The text so far.
    package private(set) var text: String

    /// Starts with comment lines about the whole file.
    package init(heading: [String]) {
        text = heading.map { "# \($0)\n" }.joined() + "\n"
    }

    /// Starts a table, with comment lines about it.
    package mutating func table(_ name: String, _ comments: String...) {
        text += "\n" + comments.map { "# \($0)\n" }.joined() + "[\(name)]\n"
    }

    /// Starts a block of an array of tables.
    package mutating func block(_ name: String) {
        text += "\n[[\(name)]]\n"
    }

    /// Writes comment lines where they belong to what is before them.
    package mutating func remark(_ lines: String...) {
        text += lines.map { "# \($0)\n" }.joined()
    }

    /// Writes comment lines that stand apart.
    package mutating func note(_ lines: String...) {
        text += "\n" + lines.map { "# \($0)\n" }.joined()
    }

    /// Writes a key whose value is TOML text already.
    package mutating func entry(_ key: some ConfigurationKey, raw value: String, _ comment: String? = nil) {
        text += (comment.map { "# \($0)\n" } ?? "") + "\(key.rawValue) = \(value)\n"
    }

    /// Writes a key that few need, with comment lines. While it has its default it is a comment too: programs that do not
    /// know it yet take the file, and the default may change.
    package mutating func setting(
        _ key: some ConfigurationKey, raw value: String, isDefault: Bool, _ comments: String...
    ) {
        text += comments.map { "# \($0)\n" }.joined() + (isDefault ? "# " : "") + "\(key.rawValue) = \(value)\n"
    }

    /// Writes a key with a string.
    package mutating func entry(_ key: some ConfigurationKey, _ value: String, _ comment: String? = nil) {
        entry(key, raw: TOMLText.quoted(value), comment)
    }
}
