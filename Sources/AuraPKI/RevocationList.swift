/// The certificates to refuse though our authority issued them, by serial number.
///
/// Its text has one entry a line: the serial number in hexadecimal, the name and the time of revocation in seconds
/// since 1970, with spaces between; empty lines and lines that start with `#` are passed over. At most
/// ``PKILimits/maximumRecords`` entries in ``PKILimits/maximumRecordFileBytes`` bytes.
public struct RevocationList: Sendable, Hashable {
    /// The list's usual file name.
    public static let fileName = "revoked.txt"

    private var bySerial: [String: Revocation] = [:]

    /// An empty list.
    public init() {}

    /// Reads a list from its text; of two entries with one serial number the first counts.
    ///
    /// - Parameters:
    ///   - text: the file's content.
    ///   - path: what errors call it.
    public init(text: String, path: String = RevocationList.fileName) throws(RecordFileError) {
        self.init(try RecordFile<Revocation>.parse(text, path: path))
    }

    /// Reads a list from its file. A file that is missing is an empty list.
    public init(contentsOf path: String) throws(RecordFileError) {
        self.init(try RecordFile<Revocation>.load(path))
    }

    private init(_ entries: [Revocation]) {
        bySerial = Dictionary(entries.map { ($0.serial, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// How many certificates are revoked.
    public var count: Int { bySerial.count }

    /// The entries, oldest first.
    public var entries: [Revocation] { bySerial.values.sorted { ($0.at, $0.serial) < ($1.at, $1.serial) } }

    /// The list's text, which ``init(text:path:)`` reads back.
    public var text: String { RecordFile.render(entries) }

    /// The entry of a serial number in lower-case hexadecimal.
    public subscript(serial serial: String) -> Revocation? { bySerial[serial] }

    /// Adds an entry, unless its serial number is in the list already.
    ///
    /// - Returns: whether it was added.
    /// - Throws: `tooMany` when the list is full.
    @discardableResult
    public mutating func add(_ entry: Revocation) throws(RecordFileError) -> Bool {
        if bySerial[entry.serial] != nil { return false }
        guard count < PKILimits.maximumRecords else {
            throw .tooMany(path: Self.fileName, limit: PKILimits.maximumRecords)
        }
        bySerial[entry.serial] = entry
        return true
    }

    /// Adds entries to the list in a file, which is made if it is missing and replaced whole (mode 0600).
    ///
    /// Other processes that do the same wait; readers see the old list or the new one.
    ///
    /// - Returns: the entries that were not in the list before.
    public static func add(_ entries: [Revocation], toFile path: String) throws(RecordFileError) -> [Revocation] {
        var added: [Revocation] = []
        try PrivateDirectory.withLock(FilePath.directory(of: path)) { () throws(RecordFileError) in
            var list = try RevocationList(contentsOf: path)
            for entry in entries where try list.add(entry) { added.append(entry) }
            try RecordFile.store(list.entries, to: path)
        }
        return added
    }
}
