/// The few operations on paths that writing files needs; paths are taken as they are, without `~` or `..` rules.
enum FilePath {
    /// The directory that holds `path`: `.` for a plain name.
    static func directory(of path: String) -> String {
        let trimmed = trimmingSlashes(path)
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        let parent = trimmingSlashes(String(trimmed[..<slash]))
        return parent.isEmpty ? "/" : parent
    }

    static func join(_ directory: String, _ name: String) -> String {
        directory.hasSuffix("/") ? directory + name : directory + "/" + name
    }

    /// A new hidden name beside `path`.
    static func temporary(for path: String) -> String {
        let name = trimmingSlashes(path).split(separator: "/").last.map { $0.prefix(64) } ?? ""
        let random = (0..<8).map { _ in UInt8.random(in: .min ... .max) }
        return join(directory(of: path), ".\(name).\(Hex.encode(random)).tmp")
    }

    private static func trimmingSlashes(_ path: String) -> String {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}
