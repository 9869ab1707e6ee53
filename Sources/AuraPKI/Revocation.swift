public import Foundation

/// One revoked certificate.
public struct Revocation: Sendable, Hashable {
    /// The certificate's serial number: lower-case hexadecimal, two digits a byte.
    public let serial: String

    /// The name that the certificate carries, for people who read the list.
    public let name: String

    /// When it was revoked, in whole seconds.
    public let at: Date

    /// Checks and takes an entry.
    ///
    /// - Parameters:
    ///   - serial: 1 to ``PKILimits/maximumSerialBytes`` bytes in hexadecimal of any case, `:` between bytes allowed.
    ///   - name: a client name or a host.
    ///   - at: a time from 1970 to 9999, cut to whole seconds.
    public init(serial: String, name: String, at: Date) throws(NameError) {
        guard let canonical = SerialNumber.canonical(serial) else {
            let expected = "1 to \(PKILimits.maximumSerialBytes) bytes in hexadecimal"
            throw NameError("serial number", found: serial, expected: expected)
        }
        guard (try? PeerName(name)) != nil || (try? ServerName(name)) != nil else {
            throw NameError("name", found: name, expected: "a client name or a host")
        }
        guard let time = UnixTime.format(at).flatMap(UnixTime.parse) else {
            throw NameError("time", found: "\(at.timeIntervalSince1970)", expected: "a time from 1970 to 9999")
        }
        self.serial = canonical
        self.name = name
        self.at = time
    }
}

extension Revocation: LineRecord {
    static var lineForm: String { "SERIAL NAME UNIXTIME" }

    init?(fields: [String]) {
        guard fields.count == 3, let at = UnixTime.parse(fields[2]) else { return nil }
        try? self.init(serial: fields[0], name: fields[1], at: at)
    }

    var fields: [String] { [serial, name, UnixTime.format(at) ?? ""] }
}
