public import Foundation

/// What an authority remembers of a certificate it issued, so that it can be revoked by name.
public struct IssuedCertificate: Sendable, Hashable {
    /// The serial number: lower-case hexadecimal, two digits a byte.
    public let serial: String

    /// The client's name or the server's host.
    public let name: String

    /// The role that the certificate allows.
    public let role: Role

    /// The end of its validity.
    public let notAfter: Date

    /// The record of an identity.
    public init(_ identity: Identity) {
        serial = identity.serial
        name = identity.name
        role = identity.role
        notAfter = identity.notAfter
    }
}

extension IssuedCertificate: LineRecord {
    static var lineForm: String { "SERIAL NAME ROLE NOTAFTER" }

    init?(fields: [String]) {
        guard fields.count == 4, let role = Role(rawValue: fields[2]), let notAfter = UnixTime.parse(fields[3]),
            let entry = try? Revocation(serial: fields[0], name: fields[1], at: notAfter)
        else { return nil }
        serial = entry.serial
        name = entry.name
        self.role = role
        self.notAfter = notAfter
    }

    var fields: [String] { [serial, name, role.rawValue, UnixTime.format(notAfter) ?? ""] }
}
