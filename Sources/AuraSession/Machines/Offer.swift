internal import AuraPKI

/// A first message that is out over one path. Several may be, over different paths; the first that is answered counts.
final class Offer {
    private var initiator: Initiator?
    var outgoing: Outgoing

    init(_ initiator: consuming Initiator, _ outgoing: Outgoing) {
        self.initiator = consume initiator
        self.outgoing = outgoing
    }

    /// The handshake itself, once: an answer uses it up.
    func takeInitiator() -> Initiator? { initiator.take() }
}

/// Message 3 is out; the server's Welcome will come under these keys.
struct AwaitedWelcome {
    let keys: SessionKeys
    let peer: VerifiedPeer
    var outgoing: Outgoing
}
