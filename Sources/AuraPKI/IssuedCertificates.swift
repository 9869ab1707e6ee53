/// The certificates that an authority issued, in the order of issue.
///
/// Its text has one certificate a line: the serial number in hexadecimal, the name, the role (`server` or `client`) and
/// the end of validity in seconds since 1970, with spaces between; `#` starts a comment line.
public struct IssuedCertificates: Sendable, Hashable {
    /// The record's usual file name, in the authority's directory.
    public static let fileName = "issued.txt"

    /// The certificates, oldest first.
    public private(set) var entries: [IssuedCertificate]

    /// Reads the record from its text; `path` is what errors call it.
    public init(text: String, path: String = IssuedCertificates.fileName) throws(RecordFileError) {
        entries = try RecordFile.parse(text, path: path)
    }

    /// Reads the record from its file. A file that is missing is an empty record.
    public init(contentsOf path: String) throws(RecordFileError) {
        entries = try RecordFile.load(path)
    }

    /// The record's text, which ``init(text:path:)`` reads back.
    public var text: String { RecordFile.render(entries) }

    /// The certificates of a client or server of exactly this name.
    public func named(_ name: String) -> [IssuedCertificate] { entries.filter { $0.name == name } }

    /// The certificate of a serial number, written in hexadecimal of any case, `:` between bytes allowed.
    public subscript(serial serial: String) -> IssuedCertificate? {
        SerialNumber.canonical(serial).flatMap { serial in entries.first { $0.serial == serial } }
    }

    /// Appends a certificate to the record in a file, which is made if it is missing and replaced whole (mode 0600).
    ///
    /// Other processes that do the same wait. A serial number that is there already is not written twice.
    public static func append(_ entry: IssuedCertificate, toFile path: String) throws(RecordFileError) {
        try PrivateDirectory.withLock(FilePath.directory(of: path)) { () throws(RecordFileError) in
            let record = try IssuedCertificates(contentsOf: path)
            if record[serial: entry.serial] != nil { return }
            guard record.entries.count < PKILimits.maximumRecords else {
                throw .tooMany(path: path, limit: PKILimits.maximumRecords)
            }
            try RecordFile.store(record.entries + [entry], to: path)
        }
    }
}
