/// Files that are written whole or not at all: a temporary file beside the target, flushed, then renamed.
public enum AtomicFile {
    /// Writes a file, making its missing directories with mode 0700.
    ///
    /// A crash at any point leaves the old file or the new one, on the disk and not only in memory.
    ///
    /// - Parameters:
    ///   - bytes: the whole content.
    ///   - path: where to; the last component is replaced, even when it is a symbolic link.
    ///   - mode: its permission bits, whatever the umask is.
    ///   - overwrite: whether a file that is there is replaced; if not, it is an `exists` error.
    public static func write(
        _ bytes: [UInt8], to path: String, mode: UInt32 = 0o644, overwrite: Bool
    ) throws(FileError) {
        let directory = FilePath.directory(of: path)
        try PrivateDirectory.create(directory)
        let temporary = FilePath.temporary(for: path)
        do {
            try fill(temporary, bytes, mode: mode)
            try publish(temporary, as: path, overwrite: overwrite)
        } catch {
            SystemCall.remove(temporary)
            throw error
        }
        try Descriptor(directory: directory).synchronize()
    }

    private static func fill(_ path: String, _ bytes: [UInt8], mode: UInt32) throws(FileError) {
        let file = try Descriptor(creating: path)
        try file.setMode(mode)
        try file.writeAll(bytes)
        try file.synchronize()
    }

    private static func publish(_ temporary: String, as path: String, overwrite: Bool) throws(FileError) {
        if overwrite {
            try SystemCall.move(temporary, to: path)
        } else {
            // A link fails when the name is taken, with no gap between the look and the deed.
            try SystemCall.addName(path, to: temporary)
            SystemCall.remove(temporary)
        }
    }
}
