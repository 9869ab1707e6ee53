internal import Foundation

/// Looks at paths without following the last component.
enum OperatorPath {
    static func join(_ directory: String, _ name: String) -> String {
        directory.hasSuffix("/") ? directory + name : directory + "/" + name
    }

    /// The directory that holds `path`.
    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Whether there is anything at the path, a dangling link included.
    static func exists(_ path: String) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: path)) != nil
    }

    static func isDirectory(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }

    /// When what a path leads to was last written; nil when there is nothing.
    static func changed(_ path: String) -> Date? {
        // Attributes are those of a link itself.
        let target = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
        return try? FileManager.default.attributesOfItem(atPath: target)[.modificationDate] as? Date
    }

    /// The path from the root, without `.` and doubled slashes; `..` stays, since links may give it another meaning.
    static func absolute(_ path: String, in current: String) -> String {
        let whole = path.hasPrefix("/") ? path : join(current, path)
        return "/" + whole.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }

    /// How a file in `directory` names `path`: relatively when it lies below, else from the root.
    static func name(of path: String, seenFrom directory: String, current: String) -> String {
        let (path, directory) = (absolute(path, in: current), absolute(directory, in: current))
        let prefix = directory == "/" ? directory : directory + "/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
    }

    /// Why a file cannot be read, as an `errno`; `nil` when it can.
    static func readingError(_ path: String) -> Int32? {
        access(path, R_OK) == 0 ? nil : errno
    }
}
