internal import AuraPKI
internal import AuraWire

extension ServerMachine {
    /// Hands out another manifest from now on, or none, and tells all clients that have a session. One that is empty or
    /// has more than ``OfferedManifest/maximumBytes`` is none.
    public mutating func replaceManifest(_ manifest: OfferedManifest?, now: ContinuousClock.Instant) {
        guard manifests.replace(with: manifest) else { return }
        for session in sessions.values { announceManifest(in: session, now: now) }
    }

    mutating func announceManifest(in session: Session, now: ContinuousClock.Instant) {
        if let news = manifests.news(for: session.peer.name, now: now) { send(news, in: session, now: now) }
    }

    /// All that answers a request goes out together, to where the session is.
    mutating func answerRequest(
        for serial: UInt64, from offset: UInt32, in session: Session, now: ContinuousClock.Instant
    ) {
        guard sessions[session.peer.name] === session else { return }
        let path = session.path
        let datagrams = manifests.answer(serial, from: offset, to: session.peer.name, now: now).compactMap { message in
            try? session.seal(message, over: path, now: now).datagram
        }
        if !datagrams.isEmpty { effects.append(.transmit(datagrams, path)) }
    }
}
