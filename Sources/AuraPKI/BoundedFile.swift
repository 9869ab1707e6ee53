/// Files that anyone may read, such as certificates; read only up to a bound.
public enum BoundedFile {
    /// Reads a regular file of at most `limit` bytes.
    ///
    /// - Throws: `missing`, `notRegular`, `tooLarge`, `system`.
    public static func load(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        let file = try Descriptor(reading: path)
        _ = try file.regularFileMode()
        return try file.readAll(limit: limit)
    }

    /// Reads a file as text in UTF-8. Throws as ``load(_:limit:)`` does, and `notUTF8`.
    public static func loadText(_ path: String, limit: Int) throws(FileError) -> String {
        try UTF8Text.decode(load(path, limit: limit), path: path)
    }
}

enum UTF8Text {
    static func decode(_ bytes: [UInt8], path: String) throws(FileError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8(path: path) }
        return text
    }
}
