import AuraBridges
import AuraPKI
import Foundation
import Testing

@Suite("Manifest book")
struct ManifestBookTests {
    private let signer: Signer

    init() throws {
        signer = try Signer()
    }

    private func bytes(_ serial: UInt64, from start: Date = now, days: Double = 30, port: Int = 1) throws -> [UInt8] {
        try signer.sign(
            Samples.manifest(serial: serial, from: start, days: days, endpoints: ["a:tcp=\(port)"]), at: start
        )
        .bytes
    }

    private func rejection(_ bytes: [UInt8], in book: inout ManifestBook, at time: Date = now) -> ManifestRejection? {
        do throws(ManifestRejection) {
            _ = try book.offer(bytes, now: time)
            return nil
        } catch {
            return error
        }
    }

    @Test("Newer manifests replace older ones, and the same one again is no news")
    func newer() throws {
        var book = ManifestBook(verifier: signer.verifier)
        #expect(book.newest == nil)
        #expect(book.current(now: now) == nil)
        for serial: UInt64 in [1, 2, 9] {
            #expect(try book.offer(bytes(serial), now: now))
            #expect(try !book.offer(bytes(serial), now: now))
            #expect(book.current(now: now)?.serial == serial)
        }
    }

    @Test("An older one is refused, and so is another one with the same serial; what was there stays")
    func rollback() throws {
        var book = ManifestBook(verifier: signer.verifier)
        let kept = try bytes(5)
        #expect(try book.offer(kept, now: now))
        #expect(rejection(try bytes(4), in: &book) == .older(found: 4, kept: 5))
        #expect(rejection(try bytes(5, port: 2), in: &book) == .conflicting(serial: 5))
        #expect(rejection(try Signer().sign(Samples.manifest(serial: 6)).bytes, in: &book) == .badSignature)
        #expect(rejection(Array("serial = 9\n".utf8), in: &book) == .noSignature)
        #expect(book.newest?.bytes == kept)
        #expect(rejection(try bytes(6), in: &book) == nil)
    }

    @Test("What is offered late or early is refused and does not count")
    func offeredAtTheWrongTime() throws {
        var book = ManifestBook(verifier: signer.verifier)
        #expect(try book.offer(bytes(5), now: now))
        let expired = try bytes(9, from: now.addingTimeInterval(-1800), days: 0.01, port: 9)
        guard case .expired? = rejection(expired, in: &book) else { Issue.record("an expired one is taken"); return }
        let early = try bytes(9, from: now.addingTimeInterval(day))
        guard case .notYetValid? = rejection(early, in: &book) else { Issue.record("an early one is taken"); return }
        #expect(book.current(now: now)?.serial == 5)
        #expect(try book.offer(bytes(6), now: now))
    }

    @Test("The current one ends when it expires, but its serial number still counts")
    func expires() throws {
        var book = ManifestBook(verifier: signer.verifier)
        #expect(try book.offer(bytes(5, days: 1), now: now))
        let end = now.addingTimeInterval(day)
        #expect(book.current(now: end)?.serial == 5)
        let later = end.addingTimeInterval(1)
        #expect(book.current(now: later) == nil)
        #expect(book.newest?.manifest.serial == 5)
        #expect(rejection(try bytes(4), in: &book, at: later) == .older(found: 4, kept: 5))
        #expect(rejection(try bytes(6), in: &book, at: later) == nil)
        #expect(book.current(now: later)?.serial == 6)
    }

    @Test("One that was kept counts against older ones although it has expired, and is not used")
    func rememberExpired() throws {
        var book = ManifestBook(verifier: signer.verifier)
        try book.remember(bytes(5, from: now.addingTimeInterval(-1800), days: 0.01))
        #expect(book.newest?.manifest.serial == 5)
        #expect(book.current(now: now) == nil)
        #expect(rejection(try bytes(4), in: &book) == .older(found: 4, kept: 5))
        #expect(try book.offer(bytes(6), now: now))
        #expect(book.current(now: now)?.serial == 6)
    }

    @Test("What was kept must be the authority's, whole, and not older than what is there")
    func rememberRefused() throws {
        var book = ManifestBook(verifier: signer.verifier)
        let (good, foreign) = (try bytes(5), try Signer().sign(Samples.manifest(serial: 5)).bytes)
        #expect(throws: ManifestRejection.badSignature) { try book.remember(foreign) }
        #expect(throws: ManifestRejection.noSignature) { try book.remember(Array(good.dropLast())) }
        #expect(throws: ManifestRejection.noSignature) { try book.remember([]) }
        #expect(book.newest == nil)
        try book.remember(good)
        try book.remember(good)
        #expect(throws: ManifestRejection.older(found: 4, kept: 5)) { try book.remember(bytes(4)) }
        #expect(throws: ManifestRejection.conflicting(serial: 5)) { try book.remember(bytes(5, port: 2)) }
        #expect(book.current(now: now)?.serial == 5)
    }

    @Test("A clock that starts in 1970 does not make a reader forget what it has seen")
    func wrongClock() throws {
        var book = ManifestBook(verifier: signer.verifier)
        let past = Date(timeIntervalSince1970: 60)
        try book.remember(bytes(5))
        #expect(book.current(now: past) == nil)
        guard case .authorityNotValid? = rejection(try bytes(6), in: &book, at: past) else {
            Issue.record("an authority that is not valid yet is believed")
            return
        }
        #expect(rejection(try bytes(4), in: &book) == .older(found: 4, kept: 5))
        #expect(book.current(now: now)?.serial == 5)
    }

    @Test("A manifest of an authority that has expired is no longer used")
    func expiredAuthority() throws {
        let short = try Signer(validity: .seconds(86_400))
        var book = ManifestBook(verifier: short.verifier)
        #expect(try book.offer(short.sign(Samples.manifest()).bytes, now: now))
        #expect(book.current(now: now.addingTimeInterval(day)) != nil)
        #expect(book.current(now: now.addingTimeInterval(day + 1)) == nil)
    }

    @Test("The highest serial wins, whatever the order in which store, profile and tunnel bring theirs")
    func sources() throws {
        let sources: [(serial: UInt64, isStore: Bool)] = [(3, true), (2, false), (4, false)]
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            var book = ManifestBook(verifier: signer.verifier)
            for index in order {
                let bytes = try bytes(sources[index].serial)
                if sources[index].isStore {
                    try? book.remember(bytes)
                } else {
                    _ = try? book.offer(bytes, now: now)
                }
            }
            #expect(book.current(now: now)?.serial == 4, "\(order)")
        }
    }
}
