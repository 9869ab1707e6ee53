import AuraCrypto
import AuraPKI
import AuraSession
import AuraWire
import Crypto
import Foundation
import Synchronization

/// Who and what takes part in the worked example, made from the values that it gives.
struct ExampleCast {
    static let serverName = "vpn.example.org"
    static let clientName = "alice"

    private let given: [String: [UInt8]]

    init(_ document: ExampleDocument) {
        let values = document.values(of: ExampleDocument.givenSection)
        given = Dictionary(values.map { ($0.name, $0.bytes) }) { $1 }
    }

    /// A given value; empty when the document lacks it, which then fails whatever uses it.
    subscript(name: String) -> [UInt8] { given[name] ?? [] }

    var time: WallTime { WallTime(milliseconds: self["time"].reduce(0) { $0 << 8 | UInt64($1) }) }

    var pingToken: UInt64 { self["ping.token"].reduce(0) { $0 << 8 | UInt64($1) } }

    func outerKey() throws -> OuterKey {
        guard let key = OuterKey(bytes: self["outer-key"]) else { throw ExampleError("outer-key") }
        return key
    }

    func identity(of role: String) throws -> Identity {
        // PKCS #8 of an Ed25519 key is this prefix and the seed (RFC 8410 section 7).
        let prefix: [UInt8] = [
            0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
        ]
        return try Identity(
            certificatePEM: Self.pem("CERTIFICATE", self["\(role).certificate"]),
            privateKeyPEM: Self.pem("PRIVATE KEY", prefix + self["\(role).identity-key"]))
    }

    func verifier(expecting expected: ExpectedPeer) throws -> PeerVerifier {
        try PeerVerifier(authorityPEM: Self.pem("CERTIFICATE", self["ca.certificate"]), expecting: expected)
    }

    func agreementKey(_ name: String) throws -> Curve25519.KeyAgreement.PrivateKey {
        try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: self[name])
    }

    func kemKey() throws -> MLKEM768.PrivateKey {
        try MLKEM768.PrivateKey(seedRepresentation: self["kem.seed"], publicKey: nil)
    }

    /// Gives out the side's fixed keys: `static` first when a machine asks, then the ephemeral one each time.
    func keys(of side: String, startingWithStatic: Bool) throws -> HandshakeKeySource {
        let fixed = try agreementKey("\(side).static")
        let ephemeral = try agreementKey("\(side).ephemeral")
        let isFirst = Mutex(startingWithStatic)
        let kem = try kemKey()
        let result = KEM.EncapsulationResult(
            sharedSecret: SymmetricKey(data: self["kem.shared-secret"]), encapsulated: Data(self["kem.ciphertext"]))
        let next: @Sendable () -> Curve25519.KeyAgreement.PrivateKey = {
            isFirst.withLock { isFirst in
                defer { isFirst = false }
                return isFirst ? fixed : ephemeral
            }
        }
        return HandshakeKeySource(keyAgreement: next, encapsulation: { kem }, encapsulate: { _ in result })
    }

    /// What the server tells the client, under the session identifier that it drew.
    func welcome(_ id: SessionID) -> Welcome {
        let gateways = [[10, 77, 0, 1], self["server.inner-v6"]].compactMap { IPAddress(octets: $0[...]) }
        let addresses = [[10, 77, 0, 2], self["client.inner-v6"]].compactMap { IPAddress(octets: $0[...]) }
        let pools = zip(gateways, [16, 64]).compactMap { CIDR(containing: $0, prefixLength: $1) }
        return Welcome(
            sessionID: id.bytes, addresses: addresses, gateways: gateways, pools: pools, dns: Array(gateways.prefix(1)),
            mtu: 1_420, keepaliveSeconds: 15)
    }

    private static func pem(_ type: String, _ der: [UInt8]) -> String {
        "-----BEGIN \(type)-----\n\(Data(der).base64EncodedString(options: .lineLength64Characters))\n-----END \(type)-----\n"
    }
}

/// A value that the worked example lacks or has wrong.
struct ExampleError: Error {
    let name: String

    init(_ name: String) {
        self.name = name
    }
}
