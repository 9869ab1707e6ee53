internal import AuraPKI
internal import Foundation

/// The exclusive lock of a directory, held while this value lives.
struct DirectoryLock: ~Copyable {
    private let descriptor: CInt

    /// Waits until no other process holds it.
    init(_ path: String) throws(OperatorError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
        guard descriptor >= 0 else {
            throw .file(.system(operation: "open the directory", path: path, code: errno))
        }
        while flock(descriptor, LOCK_EX) != 0 {
            let code = errno
            if code == EINTR { continue }
            close(descriptor)
            throw .file(.system(operation: "lock", path: path, code: code))
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Gives it back.
    consuming func release() {}
}
