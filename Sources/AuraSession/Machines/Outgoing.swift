/// A flight of a client's handshake on its way, and when to send it again.
struct Outgoing: Sendable {
    var flight: Flight
    let path: SessionPath
    /// When this flight was first sent.
    let sent: ContinuousClock.Instant
    /// True for a message 1 that brings a cookie: a server that asks for another one would ask for ever.
    var bearsCookie = false

    /// When the handshake is given up.
    func end(_ timing: SessionTiming) -> ContinuousClock.Instant { sent + timing.attemptLifetime }

    /// When the flight goes out again, or the handshake is given up.
    func deadline(_ timing: SessionTiming) -> ContinuousClock.Instant {
        let end = end(timing)
        let repeats = Int(flight.attempts) - 1
        guard timing.retransmissions.indices.contains(repeats) else { return end }
        return min(end, sent + timing.retransmissions[repeats])
    }
}
