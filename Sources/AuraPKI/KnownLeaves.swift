package import Crypto
package import Foundation
internal import Synchronization

/// What a certificate says, once its form, its profile and its issuer's signature have been checked.
package struct KnownLeaf: Sendable {
    /// Whom it is for.
    package let subject: CertificateSubject
    /// The hosts that a server's certificate names.
    package let serverNames: [ServerName]
    /// The times between which it is valid.
    package let validity: ClosedRange<Date>
    /// Its serial number, as ``VerifiedPeer/serial``.
    package let serial: String
    /// The key that it is about.
    package let publicKey: Curve25519.Signing.PublicKey

    /// Puts it together.
    package init(
        subject: CertificateSubject, serverNames: [ServerName], validity: ClosedRange<Date>, serial: String,
        publicKey: Curve25519.Signing.PublicKey
    ) {
        self.subject = subject
        self.serverNames = serverNames
        self.validity = validity
        self.serial = serial
        self.publicKey = publicKey
    }
}

/// Certificates of one authority that have proved themselves lately: a client that agrees on new keys every two minutes
/// need not have the same bytes parsed, and the same signature checked, each time.
///
/// Only what the bytes alone decide is remembered. Times, role, name, revocation and the proof of the key are checked each
/// time anew. Only who has proved a certificate's key gets it remembered, so strangers cannot fill this.
package final class KnownLeaves: Sendable {
    private struct Generations {
        var recent: [SHA256Digest: KnownLeaf] = [:]
        var older: [SHA256Digest: KnownLeaf] = [:]

        mutating func note(_ leaf: KnownLeaf, _ digest: SHA256Digest, limit: Int) {
            if recent.count >= limit / 2, recent[digest] == nil {
                older = recent
                recent = [:]
            }
            recent[digest] = leaf
        }
    }

    private let limit: Int
    private let generations = Mutex(Generations())

    /// Remembers `limit` certificates at most, and the last half as many that were seen for sure.
    package init(limit: Int = PKILimits.knownLeaves) {
        self.limit = limit
    }

    /// Certificates remembered.
    package var count: Int { generations.withLock { $0.recent.count + $0.older.count } }

    /// What is remembered of the certificate whose DER has this SHA-256.
    package subscript(digest: SHA256Digest) -> KnownLeaf? {
        generations.withLock { generations -> KnownLeaf? in
            if let leaf = generations.recent[digest] { return leaf }
            guard let leaf = generations.older[digest] else { return nil }
            generations.note(leaf, digest, limit: limit)
            return leaf
        }
    }

    /// Remembers a certificate; the longest unseen are forgotten when there are too many.
    package func note(_ leaf: KnownLeaf, as digest: SHA256Digest) {
        generations.withLock { $0.note(leaf, digest, limit: limit) }
    }
}
