/// Directories for secrets.
public enum PrivateDirectory {
    /// Makes a directory and its missing parents, each with mode 0700. One that is there is left as it is.
    public static func create(_ path: String) throws(FileError) {
        if SystemCall.isDirectory(path) { return }
        let parent = FilePath.directory(of: path)
        if parent != path { try create(parent) }
        do {
            try SystemCall.makeDirectory(path, mode: 0o700)
        } catch .exists where SystemCall.isDirectory(path) {
            // Another process was faster.
        }
    }

    /// Runs `body` while holding the exclusive lock of a directory, so that two processes that each read, change and
    /// write a file in it do not lose one another's change. Makes the directory if it is missing.
    static func withLock(_ path: String, _ body: () throws(RecordFileError) -> Void) throws(RecordFileError) {
        let directory = try lock(path)
        try body()
        directory.unlock()
    }

    private static func lock(_ path: String) throws(RecordFileError) -> Descriptor {
        do {
            try create(path)
            let directory = try Descriptor(directory: path)
            try directory.lock()
            return directory
        } catch {
            throw .file(error)
        }
    }
}
