internal import Foundation

/// A record that is one line of fields with a space between each two.
protocol LineRecord {
    /// What a line looks like, for errors and for the head of the file.
    static var lineForm: String { get }

    init?(fields: [String])

    var fields: [String] { get }
}

/// Text files of one record a line; empty lines and lines that start with `#` are passed over.
enum RecordFile<Record: LineRecord> {
    static func parse(_ text: String, path: String) throws(RecordFileError) -> [Record] {
        guard text.utf8.count <= PKILimits.maximumRecordFileBytes else {
            throw .file(.tooLarge(path: path, limit: PKILimits.maximumRecordFileBytes))
        }
        var records: [Record] = []
        for (index, line) in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            guard let record = try parseLine(line, number: index + 1, path: path) else { continue }
            guard records.count < PKILimits.maximumRecords else {
                throw .tooMany(path: path, limit: PKILimits.maximumRecords)
            }
            records.append(record)
        }
        return records
    }

    static func render(_ records: [Record]) -> String {
        records.reduce(into: "# \(Record.lineForm)\n") { $0 += $1.fields.joined(separator: " ") + "\n" }
    }

    /// The records of a file; none when there is no file.
    static func load(_ path: String) throws(RecordFileError) -> [Record] {
        let text: String
        do {
            text = try BoundedFile.loadText(path, limit: PKILimits.maximumRecordFileBytes)
        } catch .missing {
            return []
        } catch {
            throw .file(error)
        }
        return try parse(text, path: path)
    }

    static func store(_ records: [Record], to path: String) throws(RecordFileError) {
        do {
            try AtomicFile.write(Array(render(records).utf8), to: path, mode: SecretFile.mode, overwrite: true)
        } catch {
            throw .file(error)
        }
    }

    private static func parseLine(
        _ line: Substring.UTF8View, number: Int, path: String
    ) throws(RecordFileError) -> Record? {
        let text = String(Substring(line)).trimmingCharacters(in: .init(charactersIn: " \t\r"))
        if text.isEmpty || text.hasPrefix("#") { return nil }
        let fields = text.split { $0 == " " || $0 == "\t" }.map(String.init)
        guard let record = Record(fields: fields) else {
            throw .badLine(path: path, line: number, found: Printable.text(text), expected: Record.lineForm)
        }
        return record
    }
}

/// Times in records: whole seconds since 1970.
enum UnixTime {
    static func parse(_ text: String) -> Date? {
        guard text.utf8.allSatisfy(ASCII.isDigit), let seconds = Int64(text), seconds <= latest else { return nil }
        return Date(timeIntervalSince1970: TimeInterval(seconds))
    }

    /// Nil for a time before 1970 or after the year 9999.
    static func format(_ date: Date) -> String? {
        Int64(exactly: date.timeIntervalSince1970.rounded(.down)).flatMap {
            (0...latest).contains($0) ? String($0) : nil
        }
    }

    private static let latest: Int64 = 253_402_300_799
}
