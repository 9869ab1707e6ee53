internal import Foundation
internal import NIOPosix

/// A site that is a directory of files.
///
/// Nothing outside the directory is ever served: a path has no `..` when it comes here, and where symbolic links lead is
/// looked at before a file is opened. Names that begin with a dot are as if they were not there, but for `.well-known`
/// (RFC 8615), which authorities look at to give out certificates.
struct DirectorySite: SiteStore {
    /// The directory, absolute and without links.
    let root: String
    private let permits = Permits(limit: DecoyLimits.openFiles)

    /// Looks at the directory once; what is in it later may change at any time.
    init(directory: String) throws(DecoyError) {
        guard let root = Self.resolved(directory) else { throw .siteMissing(directory, Self.lastError) }
        guard Self.kind(of: root) == .directory else { throw .siteNotDirectory(directory) }
        guard access(root, R_OK | X_OK) == 0 else { throw .siteUnreadable(directory, Self.lastError) }
        let index = root + "/index.html"
        guard Self.kind(of: index) == .file else { throw .siteWithoutIndex(directory) }
        guard access(index, R_OK) == 0 else { throw .siteUnreadable(index, Self.lastError) }
        self.root = root
    }

    func entry(at target: RequestTarget, for source: VisitorSource) async throws -> SiteEntry {
        guard !Self.isHidden(target) else { return .missing }
        return try await NIOThreadPool.singleton.runIfActive { find(target, source) }
    }

    private func find(_ target: RequestTarget, _ source: VisitorSource) -> SiteEntry {
        guard target.path.hasSuffix("/") else { return open(root + target.path, isIndex: false, source) }
        let directory = target.path == "/" ? root : root + target.path.dropLast()
        guard let kind = Self.kind(of: directory) else { return Self.reasonOfFailure }
        guard kind == .directory else { return .missing }
        let index = open(directory + "/index.html", isIndex: true, source)
        if case .missing = index { return isInside(directory) ? .forbidden : .missing }
        return index
    }

    private func open(_ path: String, isIndex: Bool, _ source: VisitorSource) -> SiteEntry {
        guard let real = Self.resolved(path) else { return Self.reasonOfFailure }
        guard Self.isBelow(root, real) else { return .missing }
        guard let permit = permits.take(for: source) else { return .busy }
        // Without O_NONBLOCK, opening a pipe that somebody left there would wait for a writer for ever.
        let descriptor = Foundation.open(real, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return Self.reasonOfFailure }
        let file = OpenFile(owning: descriptor, permit: permit)
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .missing }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file(Self.file(file, status, named: path))
        case S_IFDIR: return isIndex ? .missing : .directory
        default: return .missing
        }
    }

    private func isInside(_ path: String) -> Bool {
        Self.resolved(path).map { $0 == root || Self.isBelow(root, $0) } ?? false
    }
}

extension DirectorySite {
    private enum Kind { case file, directory, other }

    private static func file(_ file: OpenFile, _ status: stat, named path: String) -> SiteFile {
        SiteFile(
            size: Int64(status.st_size), modified: HTTPDate(unix: modified(status)), type: MediaType.of(path),
            content: .disk(file))
    }

    /// A name that begins with a dot, anywhere in the path.
    private static func isHidden(_ target: RequestTarget) -> Bool {
        target.components.enumerated().contains { $1.hasPrefix(".") && !($0 == 0 && $1 == ".well-known") }
    }

    /// Whether a path without links is in the directory, and is not a hidden file that a link leads to.
    private static func isBelow(_ root: String, _ path: String) -> Bool {
        let prefix = root == "/" ? root : root + "/"
        guard path.hasPrefix(prefix) else { return false }
        let inside = path.dropFirst(prefix.count).split(separator: "/")
        return !inside.enumerated().contains { $1.hasPrefix(".") && !($0 == 0 && $1 == ".well-known") }
    }

    /// The absolute path without links, if there is something.
    private static func resolved(_ path: String) -> String? {
        // Sound: realpath gives memory of its own, ended by a zero, which is copied and then freed here.
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    private static func kind(of path: String) -> Kind? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .directory
        default: return .other
        }
    }

    /// Why the last call that failed did: the way is barred, or there is nothing.
    private static var reasonOfFailure: SiteEntry { errno == EACCES ? .forbidden : .missing }

    private static var lastError: String { String(cString: strerror(errno)) }
}
