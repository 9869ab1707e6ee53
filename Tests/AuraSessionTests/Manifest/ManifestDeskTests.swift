import AuraSession
import AuraWire
import Testing

@Suite("Handing out a manifest")
struct ManifestDeskTests {
    private static let now = ContinuousClock.now
    private static let full = ControlMessage.maximumManifestPart
    private static let sample = OfferedManifest.sample(5, size: 20 * full + 1)
    private static let news = ControlMessage.manifestNews(serial: 5, size: UInt32(sample.bytes.count))

    private static func desk(_ manifest: OfferedManifest? = sample, clients: [String] = ["a"]) -> ManifestDesk {
        var desk = ManifestDesk(now: now)
        _ = desk.replace(with: manifest)
        for client in clients { _ = desk.news(for: client, now: now) }
        return desk
    }

    @Test("A request is answered with up to eight parts that fit one another")
    func parts() {
        var desk = Self.desk()
        for start in [0, 1, 8 * Self.full, 16 * Self.full, Self.sample.bytes.count - 1] {
            let parts = desk.answer(5, from: UInt32(start), to: "a", now: Self.now)
            var whole: [UInt8] = []
            for part in parts {
                guard case .manifestPart(5, let offset, let bytes) = part else { return #expect(Bool(false)) }
                #expect(Int(offset) == start + whole.count)
                whole += bytes
            }
            #expect(parts.count == min(8, (Self.sample.bytes.count - start + Self.full - 1) / Self.full))
            #expect(whole[...] == Self.sample.bytes[start...].prefix(8 * Self.full))
        }
    }

    @Test("Requests beyond the end, of strangers and for no manifest are ignored; for another there is the news")
    func others() {
        var desk = Self.desk()
        let size = UInt32(Self.sample.bytes.count)
        #expect(desk.answer(5, from: size + 1, to: "a", now: Self.now).isEmpty)
        #expect(desk.answer(5, from: .max, to: "a", now: Self.now).isEmpty)
        #expect(desk.answer(5, from: 0, to: "b", now: Self.now).isEmpty)
        for serial in [0, 4, 6] as [UInt64] {
            for offset in [0, size] {
                #expect(desk.answer(serial, from: offset, to: "a", now: Self.now) == [Self.news])
            }
        }
        #expect(desk.reminder(for: "a") == Self.news, "none of these said that it has the manifest")
        let isChanged = desk.replace(with: nil)
        #expect(isChanged)
        #expect(desk.answer(5, from: 0, to: "a", now: Self.now).isEmpty)
    }

    @Test("A client that says nothing is reminded six times, of each manifest anew")
    func reminders() {
        var desk = Self.desk()
        func count(_ desk: inout ManifestDesk) -> Int { (0..<50).count { _ in desk.reminder(for: "a") != nil } }
        #expect(count(&desk) == 6 && desk.news(for: "a", now: Self.now) == Self.news)
        #expect(count(&desk) == 0, "new keys bring the news, and no more reminders")
        let changes = [Self.sample, .sample(6, size: 1)].map { (desk.replace(with: $0), count(&desk)) }
        #expect(changes[0] == (false, 0) && changes[1] == (true, 6))
    }

    @Test("A client that asks is not reminded meanwhile; one that has it, no more")
    func hasIt() {
        var desk = Self.desk()
        _ = desk.answer(5, from: 0, to: "a", now: Self.now)
        #expect(desk.reminder(for: "a") == nil && desk.reminder(for: "a") == Self.news)
        #expect(desk.answer(5, from: UInt32(Self.sample.bytes.count), to: "a", now: Self.now).isEmpty)
        #expect(desk.reminder(for: "a") == nil && desk.news(for: "a", now: Self.now) == nil)
        desk.leave("a")
        #expect(desk.news(for: "a", now: Self.now) == Self.news, "another session of the same client knows nothing")
    }

    @Test("What is empty or too large is not handed out, 1 MiB is", arguments: [0, 1, 1 << 20, (1 << 20) + 1])
    func size(size: Int) {
        var desk = Self.desk(nil)
        let isFit = size == 1 || size == 1 << 20
        let isChanged = desk.replace(with: OfferedManifest(serial: 1, bytes: Array(repeating: 0, count: size)))
        #expect(isChanged == isFit)
        #expect((desk.news(for: "a", now: Self.now) != nil) == isFit)
    }

    @Test("A client that asks without end gets its share, and others theirs")
    func flood() {
        var desk = Self.desk(clients: ["a", "b"])
        func served(_ client: String, asking count: Int, at time: Duration, serial: UInt64 = 5) -> Int {
            (0..<count).count { _ in
                !desk.answer(serial, from: 0, to: client, now: Self.now + time).isEmpty
            }
        }
        #expect(served("a", asking: 50_000, at: .zero) == 128)
        #expect(served("a", asking: 50_000, at: .zero, serial: 4) == 0, "news are parts of the same share")
        #expect(served("b", asking: 100, at: .zero) == 100)
        #expect(served("a", asking: 50_000, at: .seconds(2)) == 20)
    }

    @Test("A crowd of 1,000 that ask at once are all answered, and what more they want within a total rate")
    func crowd() {
        let names = (0..<1_000).map { "client \($0)" }
        var desk = Self.desk(clients: names)
        func served(at time: Duration) -> Int {
            names.count { !desk.answer(5, from: 0, to: $0, now: Self.now + time).isEmpty }
        }
        #expect(served(at: .zero) == 1_000 && served(at: .zero) == 0 && served(at: .seconds(1)) == 500)
    }
}
