/// Files that hold keys: nobody but their owner may have any permission on them.
public enum SecretFile {
    /// The permission bits of a secret file.
    public static let mode: UInt32 = 0o600

    /// Reads a secret file.
    ///
    /// - Parameters:
    ///   - path: the file; a symbolic link is followed, and what it leads to is judged.
    ///   - limit: the most bytes that are read.
    /// - Throws: `exposed` when group or others have any permission; `missing`, `notRegular`, `tooLarge`, `system`.
    public static func load(_ path: String, limit: Int = PKILimits.maximumPEMBytes) throws(FileError) -> [UInt8] {
        let file = try Descriptor(reading: path)
        let mode = try file.regularFileMode()
        guard mode & 0o077 == 0 else { throw .exposed(path: path, mode: mode) }
        return try file.readAll(limit: limit)
    }

    /// Reads a secret file as text in UTF-8. Throws as ``load(_:limit:)`` does, and `notUTF8`.
    public static func loadText(_ path: String, limit: Int = PKILimits.maximumPEMBytes) throws(FileError) -> String {
        try UTF8Text.decode(load(path, limit: limit), path: path)
    }

    /// Writes a secret file with mode 0600, as ``AtomicFile/write(_:to:mode:overwrite:)`` does.
    public static func write(_ bytes: [UInt8], to path: String, overwrite: Bool) throws(FileError) {
        try AtomicFile.write(bytes, to: path, mode: mode, overwrite: overwrite)
    }

    /// Writes a secret text, as ``write(_:to:overwrite:)`` does.
    public static func write(_ text: String, to path: String, overwrite: Bool) throws(FileError) {
        try write(Array(text.utf8), to: path, overwrite: overwrite)
    }
}
