internal import Crypto
internal import Foundation
internal import Synchronization

/// What a certificate says, once its form, its profile and its issuer's signature have been checked.
struct KnownLeaf: Sendable {
    let subject: CertificateSubject
    /// The hosts that a server's certificate names.
    let serverNames: [ServerName]
    let notBefore: Date
    let notAfter: Date
    let serial: String
    let publicKey: Curve25519.Signing.PublicKey
    /// The SHA-256 of its DER.
    let fingerprint: [UInt8]
}

/// Certificates of one authority that have proved themselves lately: a client that agrees on new keys every two minutes
/// need not have the same bytes parsed, and the same signature checked, each time.
///
/// Only what bytes alone decide is remembered. Times, role, name, revocation and the proof of the key are checked each
/// time anew.
final class KnownLeaves: Sendable {
    fileprivate struct Generations {
        var recent: [SHA256Digest: KnownLeaf] = [:]
        var older: [SHA256Digest: KnownLeaf] = [:]
    }

    private let generations = Mutex(Generations())

    /// Leaves remembered.
    var count: Int { generations.withLock { $0.recent.count + $0.older.count } }

    /// What is remembered of the certificate whose DER has this SHA-256.
    subscript(digest: SHA256Digest) -> KnownLeaf? {
        generations.withLock { generations -> KnownLeaf? in
            if let leaf = generations.recent[digest] { return leaf }
            guard let leaf = generations.older[digest] else { return nil }
            generations.note(leaf, digest)
            return leaf
        }
    }

    /// Remembers a certificate; the longest unseen are forgotten when there are too many.
    func note(_ leaf: KnownLeaf, as digest: SHA256Digest) {
        generations.withLock { $0.note(leaf, digest) }
    }
}

extension KnownLeaves.Generations {
    fileprivate mutating func note(_ leaf: KnownLeaf, _ digest: SHA256Digest) {
        if recent.count >= PKILimits.knownLeaves / 2, recent[digest] == nil {
            older = recent
            recent = [:]
        }
        recent[digest] = leaf
    }
}
