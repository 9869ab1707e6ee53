public import Foundation

/// A peer whose certificate and proof of its key were verified.
///
/// Only ``PeerVerifier`` makes one: who holds one need not ask again.
public struct VerifiedPeer: Sendable, Hashable {
    /// The name that the certificate gives: a client's name, or a server's host (the expected one, if one was).
    public let name: String

    /// What the certificate allows the peer to be.
    public let role: Role

    /// The certificate's serial number: lower-case hexadecimal, two digits a byte.
    public let serial: String

    /// The SHA-256 of the certificate's DER: 32 bytes.
    public let fingerprint: [UInt8]

    /// ``fingerprint`` in lower-case hexadecimal, as status shows it.
    public var fingerprintText: String { Hex.encode(fingerprint) }

    /// The end of the certificate's validity.
    public let notAfter: Date

    init(name: String, role: Role, serial: String, fingerprint: [UInt8], notAfter: Date) {
        self.name = name
        self.role = role
        self.serial = serial
        self.fingerprint = fingerprint
        self.notAfter = notAfter
    }
}
