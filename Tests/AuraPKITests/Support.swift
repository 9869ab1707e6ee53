import AuraPKI
import Foundation
import Testing

/// The instant that tests call now: 2026-11-24T00:00:00Z.
let now = Date(timeIntervalSince1970: 1_795_478_400)
let day: TimeInterval = 86400

extension Duration {
    static func days(_ count: Int) -> Duration { .seconds(count * 86400) }
}

/// An authority with a server and a client, minted for a test.
struct TestPKI {
    let authority: CertificateAuthority
    let server: Identity
    let client: Identity

    init(host: String = "vpn.example.org", name: String = "alice") throws {
        authority = try CertificateAuthority(now: now)
        server = try authority.issue(.server(ServerName(host)), validity: .days(365), now: now)
        client = try authority.issue(.client(PeerName(name)), validity: .days(365), now: now)
    }

    func verifier(
        _ expected: ExpectedPeer = .client, revocations: RevocationList = RevocationList()
    ) throws -> PeerVerifier {
        try PeerVerifier(authorityPEM: authority.certificatePEM, expecting: expected, revocations: revocations)
    }
}

let message = Array("a transcript hash".utf8)

extension PeerVerifier {
    /// Verifies an identity that signs the test's message properly.
    func verify(_ identity: Identity, at time: Date = now) throws -> VerifiedPeer {
        try verify(
            leaf: identity.certificateDER, signature: identity.sign(message), over: message, now: time)
    }

    /// The rejection of an identity; nil when it is accepted.
    func rejection(of identity: Identity, at time: Date = now) throws -> PeerRejection? {
        do {
            _ = try verify(identity, at: time)
            return nil
        } catch let rejection as PeerRejection {
            return rejection
        }
    }
}

/// Runs `body` with a new directory, which is removed whatever happens.
func withTemporaryDirectory(_ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "aura-pki-\(UUID().uuidString)").path()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
}

func mode(of path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
}
