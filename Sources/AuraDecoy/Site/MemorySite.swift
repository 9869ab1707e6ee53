internal import NIOCore

/// A site that is kept in memory.
struct MemorySite: SiteStore {
    /// Bytes and time by path; each path begins with a slash and names a file.
    private let files: [String: SiteFile]
    private let directories: Set<String>

    init(_ files: [String: SiteFile]) {
        self.files = files
        let parents = files.keys.flatMap { path in
            path.indices.filter { path[$0] == "/" && $0 != path.startIndex }.map { String(path[..<$0]) }
        }
        directories = Set(parents)
    }

    func entry(at target: RequestTarget, for source: VisitorSource) -> SiteEntry {
        guard target.path.hasSuffix("/") else {
            if let file = files[target.path] { return .file(file) }
            return directories.contains(target.path) ? .directory : .missing
        }
        if let index = files[target.path + "index.html"] { return .file(index) }
        return directories.contains(String(target.path.dropLast())) ? .forbidden : .missing
    }
}
