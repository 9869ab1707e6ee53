/// Key paths as problems write them: `tunnel.split.vpn[0].cidr`.
package enum KeyPathText {
    /// The longest part of a path that is repeated as it is.
    private static let maximumPart = 64

    /// The path of a key of the table at `path`.
    package static func join(_ path: String, _ key: String) -> String {
        path.isEmpty ? part(key) : path + "." + part(key)
    }

    private static func part(_ key: String) -> String {
        if Printable.looksSecret(key) { return "(a key of \(key.utf8.count) bytes)" }
        return key.unicodeScalars.count <= maximumPart ? key : String(key.unicodeScalars.prefix(maximumPart)) + "..."
    }

    /// The path of an element of the array at `path`.
    package static func join(_ path: String, _ index: Int) -> String { "\(path)[\(index)]" }
}
