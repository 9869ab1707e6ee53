import Foundation

/// Which file is at a path, so that the path is only unlinked while it is still the same file.
struct FileIdentity: Equatable, Sendable {
    /// What sort of file it is.
    enum Kind: String, Sendable {
        case socket = "a socket"
        case file = "a plain file"
        case directory = "a directory"
        case link = "a symbolic link"
        case other = "a device or a pipe"
    }

    let device: Int
    let inode: Int
    let kind: Kind
    /// The permission bits.
    let mode: mode_t

    /// The file at a path, links not followed; nil when there is none.
    ///
    /// It asks Foundation instead of calling `lstat`: C modules of other packages declare `struct stat` as theirs.
    static func of(_ path: String) throws(ControlSocketError) -> FileIdentity? {
        do {
            return FileIdentity(try FileManager.default.attributesOfItem(atPath: path))
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile || error.code == .fileNoSuchFile {
            return nil
        } catch let error as CocoaError where error.code == .fileReadNoPermission {
            throw .permissionDenied(path: path, operation: "look at it")
        } catch {
            let code = (error as? CocoaError)?.underlying as? POSIXError
            throw .failed("look at it", path, code?.code.rawValue ?? EIO)
        }
    }

    private init(_ attributes: [FileAttributeKey: Any]) {
        device = (attributes[.systemNumber] as? NSNumber)?.intValue ?? 0
        inode = (attributes[.systemFileNumber] as? NSNumber)?.intValue ?? 0
        mode = (attributes[.posixPermissions] as? NSNumber).map { mode_t(truncatingIfNeeded: $0.intValue) } ?? 0
        kind =
            switch attributes[.type] as? FileAttributeType {
            case .typeSocket?: .socket
            case .typeRegular?: .file
            case .typeDirectory?: .directory
            case .typeSymbolicLink?: .link
            default: .other
            }
    }
}
