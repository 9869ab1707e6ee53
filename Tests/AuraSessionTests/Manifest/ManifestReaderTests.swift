import AuraSession
import AuraWire
import Testing

@Suite("Making something of news of manifests")
struct ManifestReaderTests {
    private static let now = ContinuousClock.now

    private static func hear(
        _ serial: UInt64, size: UInt32 = 100, by reader: inout ManifestReader, at time: Duration = .zero
    ) -> ControlMessage? {
        reader.heard(of: serial, size: size, roundTrip: nil, now: now + time)
    }

    private static func take(
        _ part: [UInt8], of serial: UInt64, by reader: inout ManifestReader
    ) -> (reply: ControlMessage?, manifest: [UInt8]?) {
        reader.took(part, of: serial, at: 0, roundTrip: nil, now: now)
    }

    @Test("What is newer is fetched, what is known is answered, what has no good size is ignored")
    func news() {
        var reader = ManifestReader(now: Self.now)
        reader.known = 7
        #expect(Self.hear(7, by: &reader) == .manifestRequest(serial: 7, offset: 100))
        #expect(Self.hear(3, size: 9, by: &reader) == .manifestRequest(serial: 3, offset: 9))
        for size in [0, (1 << 20) + 1, .max] as [UInt32] { #expect(Self.hear(8, size: size, by: &reader) == nil) }
        #expect(reader.deadline == nil)
        #expect(Self.hear(8, by: &reader) == .manifestRequest(serial: 8, offset: 0) && reader.deadline != nil)
    }

    @Test("A fetch goes on through repeated and older news; a newer one takes its place")
    func replaced() {
        var reader = ManifestReader(now: Self.now)
        #expect(Self.hear(5, by: &reader) != nil)
        #expect(Self.hear(5, by: &reader) == nil && Self.hear(4, by: &reader) == nil)
        #expect(Self.hear(6, size: 2, by: &reader) == .manifestRequest(serial: 6, offset: 0))
        #expect(Self.take([1, 2], of: 5, by: &reader) == (nil, nil), "a part of the one that was given up")
        #expect(Self.take([1, 2], of: 6, by: &reader) == (.manifestRequest(serial: 6, offset: 2), [1, 2]))
    }

    @Test("What was delivered and not taken is not fetched again in the same session")
    func refused() {
        var reader = ManifestReader(now: Self.now)
        #expect(Self.hear(5, size: 1, by: &reader) != nil)
        #expect(Self.take([1], of: 5, by: &reader).manifest == [1])
        #expect(Self.hear(5, size: 1, by: &reader) == .manifestRequest(serial: 5, offset: 1))
        #expect(Self.take([1], of: 5, by: &reader) == (nil, nil))
        reader.forgetSession()
        #expect(Self.hear(5, size: 1, by: &reader) == .manifestRequest(serial: 5, offset: 0))
    }

    @Test("A manifest that came from elsewhere meanwhile ends its fetch, and only its own")
    func elsewhere() {
        var reader = ManifestReader(now: Self.now)
        _ = Self.hear(5, size: 1, by: &reader)
        reader.known = 4
        #expect(reader.deadline != nil)
        reader.known = 5
        #expect(reader.deadline == nil && Self.take([1], of: 5, by: &reader) == (nil, nil))
    }

    @Test("A flood of news makes a client talk within bounds, and hold one manifest at most")
    func flood() {
        var reader = ManifestReader(now: Self.now)
        let part = [UInt8](repeating: 0, count: ControlMessage.maximumManifestPart)
        func answered(at time: Duration, _ serial: (Int) -> UInt64) -> Int {
            (0..<10_000).count { number in
                defer { _ = Self.take(part, of: serial(number), by: &reader) }
                return Self.hear(serial(number), size: 1 << 20, by: &reader, at: time) != nil
            }
        }
        #expect(answered(at: .zero) { UInt64($0 + 1) } == 8)
        #expect(reader.held == part.count)
        reader.known = .max
        #expect(answered(at: .seconds(4)) { UInt64($0 + 1) } == 2)
    }
}
