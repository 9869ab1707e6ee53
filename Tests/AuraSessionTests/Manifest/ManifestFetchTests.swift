import AuraSession
import AuraWire
import Testing

@Suite("One manifest on its way")
struct ManifestFetchTests {
    private static let now = ContinuousClock.now
    private static let full = ControlMessage.maximumManifestPart
    private static let sample = OfferedManifest.sample(5, size: 10 * full + 100)

    private static func begin(_ manifest: OfferedManifest = sample) throws -> ManifestFetch {
        var fetch = try #require(ManifestFetch(serial: manifest.serial, size: UInt32(manifest.bytes.count)))
        let request = fetch.start(roundTrip: nil, now: now)
        #expect(request == .manifestRequest(serial: manifest.serial, offset: 0))
        return fetch
    }

    private static func part(_ place: Int) -> [UInt8] {
        Array(sample.bytes[(place * full)..<min(sample.bytes.count, (place + 1) * full)])
    }

    /// Gives it the part at a place; returns where it wants to go on, if it says so.
    private static func give(_ place: Int, to fetch: inout ManifestFetch, at time: Duration = .zero) -> UInt32? {
        offset(fetch.take(part(place), at: UInt32(place * full), roundTrip: nil, now: now + time))
    }

    private static func offset(_ message: ControlMessage?) -> UInt32? {
        if case .manifestRequest(_, let offset) = message { offset } else { nil }
    }

    @Test("No size but 1 byte to 1 MiB is fetched")
    func sizes() {
        for size in [0, (1 << 20) + 1, .max] as [UInt32] { #expect(ManifestFetch(serial: 1, size: size) == nil) }
        for size in [1, 1 << 20] as [UInt32] { #expect(ManifestFetch(serial: 1, size: size) != nil) }
    }

    @Test("It asks for the next eight when it has eight, and for nothing when it is whole")
    func inOrder() throws {
        var fetch = try Self.begin()
        for place in 0..<7 { #expect(Self.give(place, to: &fetch) == nil) }
        #expect(Self.give(7, to: &fetch) == UInt32(8 * Self.full))
        for place in 8...10 { #expect(Self.give(place, to: &fetch) == nil) }
        #expect(fetch.isWhole && fetch.bytes == Self.sample.bytes)
    }

    @Test("Any order of the parts of a request will do, and those that come twice do no harm")
    func anyOrder() throws {
        var fetch = try Self.begin()
        for place in [7, 3, 3, 1, 2, 6, 5, 7, 4] { #expect(Self.give(place, to: &fetch) == nil) }
        #expect(fetch.bytes.isEmpty && fetch.held == 7 * Self.full)
        #expect(Self.give(0, to: &fetch) == UInt32(8 * Self.full))
        #expect(Self.give(0, to: &fetch) == nil)
        for place in [10, 9, 8] { #expect(Self.give(place, to: &fetch) == nil) }
        #expect(fetch.bytes == Self.sample.bytes && fetch.held == Self.sample.bytes.count)
    }

    @Test("It asks again after a timeout that doubles to 8 s, pauses after 16 tries, and goes on where it was")
    func timeouts() throws {
        var fetch = try Self.begin()
        _ = Self.give(0, to: &fetch)
        var (time, waits) = (Self.now, [Duration]())
        while let deadline = fetch.deadline {
            waits.append(deadline - time)
            #expect(fetch.tick(roundTrip: nil, now: deadline - .milliseconds(1)) == nil)
            time = deadline
            let again = Self.offset(fetch.tick(roundTrip: nil, now: time))
            #expect(again == (fetch.isPaused ? nil : UInt32(Self.full)))
        }
        #expect(waits == [.milliseconds(250)] + ([1, 2, 4] + Array(repeating: 8, count: 13)).map { .seconds($0) })
        #expect(Self.give(1, to: &fetch) == nil && fetch.bytes.count == Self.full, "nothing is taken in a pause")
        #expect(Self.offset(fetch.start(roundTrip: nil, now: time)) == UInt32(Self.full))
        #expect(fetch.deadline == time + .seconds(1))
    }

    @Test("On a slow path it waits for two round trips, but no longer than 8 s", arguments: [(3, 6), (60, 8)])
    func slow(roundTrip: Int, wait: Int) throws {
        var fetch = try #require(ManifestFetch(serial: 1, size: 100_000))
        _ = fetch.start(roundTrip: .seconds(roundTrip), now: Self.now)
        #expect(fetch.deadline == Self.now + .seconds(wait))
    }

    @Test("Once parts come, a gap is asked for after a moment")
    func gap() throws {
        var fetch = try Self.begin()
        for place in [0, 1, 3, 4] { _ = Self.give(place, to: &fetch, at: .milliseconds(20)) }
        #expect(fetch.deadline == Self.now + .milliseconds(270))
        #expect(
            Self.offset(fetch.tick(roundTrip: nil, now: Self.now + .milliseconds(270))) == UInt32(2 * Self.full))
        _ = Self.give(2, to: &fetch, at: .milliseconds(280))
        #expect(fetch.bytes.count == 5 * Self.full)
    }

    @Test("Parts that lie about where they belong are ignored: beyond the end, beyond the request, across others")
    func lies() throws {
        var fetch = try Self.begin()
        let (full, size) = (Self.full, Self.sample.bytes.count)
        _ = Self.give(0, to: &fetch)
        let liar = [UInt8](repeating: 0, count: full)
        for offset in [size, size - 1, size - full + 1, 9 * full, full + 1, 2 * full + 5, full - 1, 0] + [
            Int(UInt32.max)
        ] { #expect(fetch.take(liar, at: UInt32(offset), roundTrip: nil, now: Self.now) == nil) }
        for length in [0, 1, full - 1] {
            _ = fetch.take(Array(liar[..<length]), at: UInt32(3 * full), roundTrip: nil, now: Self.now)
        }
        #expect(fetch.held == full && fetch.bytes == Self.part(0))
        for place in 1...10 { _ = Self.give(place, to: &fetch) }
        #expect(fetch.bytes == Self.sample.bytes)
    }

    @Test("Another server may cut smaller parts")
    func smallParts() throws {
        var fetch = try Self.begin()
        _ = Self.give(2, to: &fetch)
        var time = Self.now
        while !fetch.isWhole {
            let (start, end) = (fetch.bytes.count, min(fetch.bytes.count + 500, Self.sample.bytes.count))
            let piece = Array(Self.sample.bytes[start..<end])
            _ = fetch.take(piece, at: UInt32(start), roundTrip: nil, now: time)
            #expect(fetch.held <= Self.sample.bytes.count)
            if let deadline = fetch.deadline { time = deadline }
            _ = fetch.tick(roundTrip: nil, now: time)
        }
        #expect(fetch.bytes == Self.sample.bytes)
    }

    @Test("Whatever parts come, never more is held than was announced", arguments: 0..<20 as Range<UInt64>)
    func bounded(seed: UInt64) throws {
        var random = RandomSource(seed: seed)
        let size = UInt32.random(in: 1...20_000, using: &random)
        var fetch = try #require(ManifestFetch(serial: 1, size: size))
        _ = fetch.start(roundTrip: nil, now: Self.now)
        for _ in 0..<3_000 {
            let place = Int.random(in: 0...20, using: &random) * Self.full
            let near = Bool.random(using: &random) ? place : fetch.bytes.count + Int.random(in: 0...3, using: &random)
            let length = Bool.random(using: &random) ? Self.full : Int.random(in: 0...Self.full, using: &random)
            _ = fetch.take(
                Array(repeating: 1, count: length), at: UInt32(near), roundTrip: nil, now: Self.now)
            #expect(fetch.held <= Int(size))
        }
    }
}
