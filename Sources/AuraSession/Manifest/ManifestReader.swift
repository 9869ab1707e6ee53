package import AuraWire

/// Decides what a client makes of the news of manifests.
package struct ManifestReader: Sendable {
    /// The highest serial number that the client's owner has.
    package var known: UInt64 = 0 {
        didSet { if let fetch, fetch.serial <= known { self.fetch = nil } }
    }
    /// The highest that this session has brought, which the owner may have refused: it is not asked for again.
    private var delivered: UInt64 = 0
    private var fetch: ManifestFetch?
    /// News that may be acted on: a server cannot make us talk without end.
    private var news: TokenBucket

    package init(now: ContinuousClock.Instant) {
        news = TokenBucket(rate: ManifestExchange.newsRate, burst: ManifestExchange.newsBurst, now: now)
    }

    /// When ``tick(roundTrip:now:)`` is due.
    package var deadline: ContinuousClock.Instant? { fetch?.deadline }

    /// Bytes held.
    package var held: Int { fetch?.held ?? 0 }

    /// The session is over, and with it what it was bringing.
    package mutating func forgetSession() {
        fetch = nil
        delivered = 0
    }

    /// The server has a manifest; returns what to say to that.
    package mutating func heard(
        of serial: UInt64, size: UInt32, roundTrip: Duration?, now: ContinuousClock.Instant
    ) -> ControlMessage? {
        guard serial > max(known, delivered) else {
            return news.take(now: now) ? .manifestRequest(serial: serial, offset: size) : nil
        }
        // What is under way goes on, unless there is something newer.
        if let fetch, !fetch.isPaused, fetch.serial >= serial { return nil }
        guard let fresh = ManifestFetch(serial: serial, size: size), news.take(now: now) else { return nil }
        if fetch?.serial != serial || fetch?.size != fresh.size { fetch = fresh }
        return fetch?.start(roundTrip: roundTrip, now: now)
    }

    /// A part has come; returns what to say to that, and the manifest when this part has made it whole.
    package mutating func took(
        _ part: [UInt8], of serial: UInt64, at offset: UInt32, roundTrip: Duration?, now: ContinuousClock.Instant
    ) -> (reply: ControlMessage?, manifest: [UInt8]?) {
        guard fetch?.serial == serial else { return (nil, nil) }
        let next = fetch?.take(part, at: offset, roundTrip: roundTrip, now: now)
        guard let fetch, fetch.isWhole else { return (next, nil) }
        delivered = serial
        self.fetch = nil
        return (.manifestRequest(serial: serial, offset: UInt32(clamping: fetch.size)), fetch.bytes)
    }

    /// Returns what is to be asked again now.
    package mutating func tick(roundTrip: Duration?, now: ContinuousClock.Instant) -> ControlMessage? {
        fetch?.tick(roundTrip: roundTrip, now: now)
    }
}
