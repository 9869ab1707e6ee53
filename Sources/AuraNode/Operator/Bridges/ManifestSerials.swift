internal import AuraBridges
internal import AuraPKI
internal import Foundation

/// The record of the highest serial number that an authority has put into a bridges manifest.
///
/// Clients refuse a manifest whose number is below one that they have seen, so a number is recorded before it is used: a
/// failure skips a number, and none is used twice.
struct ManifestSerials: Sendable {
    static let fileName = "bridges-serial.txt"
    private static let highest = ManifestLimits.serials.upperBound

    private static let maximumBytes = 1024
    private static let heading = "# the serial number of the newest bridges manifest"

    let path: String

    /// The record of an authority.
    init(of authority: AuthorityDirectory) {
        path = OperatorPath.join(authority.path, Self.fileName)
    }

    /// The highest number so far; nil when nothing is recorded, or with `force` when the record is damaged.
    private func last(force: Bool) throws(OperatorError) -> UInt64? {
        let text: String
        do throws(FileError) {
            text = try BoundedFile.loadText(path, limit: Self.maximumBytes)
        } catch .missing {
            return nil
        } catch {
            throw .file(error)
        }
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        guard lines.count == 1, lines[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let serial = UInt64(lines[0]), ManifestLimits.serials.contains(serial)
        else {
            if force { return nil }
            throw .badSerialRecord(path: path)
        }
        return serial
    }

    private func store(_ serial: UInt64) throws(OperatorError) {
        try OperatorError.files { () throws(FileError) in
            try SecretFile.write("\(Self.heading)\n\(serial)\n", to: path, overwrite: true)
        }
    }
}

extension ManifestSerials {
    /// Finds the number for the next manifest, and records it.
    ///
    /// - Parameters:
    ///   - wanted: the number that was asked for; nil for the next one.
    ///   - present: the highest number that is known without the record; 0 for none.
    ///   - force: whether the wanted number may be below an earlier one.
    func take(
        _ wanted: UInt64?, present: UInt64, force: Bool
    ) throws(OperatorError) -> (serial: UInt64, isFirst: Bool) {
        let last = max(try last(force: force && wanted != nil) ?? 0, present)
        if let wanted, wanted <= last, !force { throw .invalid([Self.objection(to: wanted, last: last)]) }
        guard let serial = wanted ?? (last < Self.highest ? last + 1 : nil) else {
            throw .invalid(["--serial: \(last) was used already and is the highest; --force signs a lower one"])
        }
        try store(serial)
        return (serial, last == 0)
    }

    private static func objection(to wanted: UInt64, last: UInt64) -> String {
        let expected = last < highest ? "at least \(last + 1) expected" : "which is the highest"
        return """
            --serial: \(wanted) found, but \(last) was used already, \(expected): clients refuse a lower number than they \
            have seen; if none has seen it, --force signs all the same
            """
    }
}
