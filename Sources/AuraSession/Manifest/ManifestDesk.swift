package import AuraWire

/// Where a server hands out its manifest: who has been told, who has it, and how much each may ask for.
///
/// It keeps nothing of a transfer: each request says where it goes on.
package struct ManifestDesk: Sendable {
    private var offered: OfferedManifest?
    /// The clients that have sessions, by name.
    private var readers: [String: Reader] = [:]
    private var total: TokenBucket

    private struct Reader {
        var hasIt = false
        /// True when it has asked since it was last looked at: it need not be reminded.
        var hasAsked = false
        var reminders = 0
        var requests: TokenBucket
    }

    package init(now: ContinuousClock.Instant) {
        total = TokenBucket(rate: ManifestExchange.totalRate, burst: ManifestExchange.totalBurst, now: now)
    }

    /// Hands out another manifest from now on, or none; false when that changes nothing.
    package mutating func replace(with manifest: OfferedManifest?) -> Bool {
        let fit = manifest.flatMap { $0.isFit ? $0 : nil }
        guard fit != offered else { return false }
        offered = fit
        for name in readers.keys {
            readers[name]?.hasIt = false
            readers[name]?.hasAsked = false
            readers[name]?.reminders = 0
        }
        return true
    }

    /// What to tell a client that has a session, or new keys; `nil` when it has said that it has the manifest.
    package mutating func news(for name: String, now: ContinuousClock.Instant) -> ControlMessage? {
        if let reader = readers[name] { return reader.hasIt ? nil : announcement }
        readers[name] = Reader(
            requests: TokenBucket(
                rate: ManifestExchange.sessionRate, burst: ManifestExchange.sessionBurst, now: now))
        return announcement
    }

    /// A client's session is over.
    package mutating func leave(_ name: String) {
        readers[name] = nil
    }

    /// What to tell a client, some time after it was told last; `nil` when it has the manifest, is busy asking for it,
    /// or was told often enough.
    package mutating func reminder(for name: String) -> ControlMessage? {
        guard let announcement, var reader = readers[name], !reader.hasIt else { return nil }
        defer { readers[name] = reader }
        guard !reader.hasAsked else {
            reader.hasAsked = false
            return nil
        }
        guard reader.reminders < ManifestExchange.maximumReminders else { return nil }
        reader.reminders += 1
        return announcement
    }

    /// What answers a request: parts, or the news when it asks for another manifest than there is.
    package mutating func answer(
        _ serial: UInt64, from offset: UInt32, to name: String, now: ContinuousClock.Instant
    ) -> [ControlMessage] {
        guard let offered, readers[name] != nil else { return [] }
        guard serial == offered.serial, offset >= offered.size else {
            return admits(name, now) ? reply(serial, offset, offered, to: name) : []
        }
        if offset == offered.size { readers[name]?.hasIt = true }
        return []
    }

    private mutating func reply(
        _ serial: UInt64, _ offset: UInt32, _ offered: OfferedManifest, to name: String
    ) -> [ControlMessage] {
        guard serial == offered.serial else { return [announcement].compactMap(\.self) }
        readers[name]?.hasAsked = true
        let length = ControlMessage.maximumManifestPart
        return stride(from: Int(offset), to: offered.bytes.count, by: length)
            .prefix(ManifestExchange.partsPerRequest)
            .map { start in
                let part = offered.bytes[start..<min(start + length, offered.bytes.count)]
                return .manifestPart(serial: serial, offset: UInt32(clamping: start), bytes: Array(part))
            }
    }

    /// The client's own share first: one that asks without end does not use up what is for all.
    private mutating func admits(_ name: String, _ now: ContinuousClock.Instant) -> Bool {
        readers[name]?.requests.take(now: now) == true && total.take(now: now)
    }

    private var announcement: ControlMessage? {
        offered.map { .manifestNews(serial: $0.serial, size: $0.size) }
    }
}
