import AuraBridges
import AuraPKI
import Foundation
import Testing

@Suite("Times of a manifest")
struct ManifestTimeTests {
    @Test("A manifest is good from five minutes before it was signed until it expires, both included")
    func validity() throws {
        let signer = try Signer()
        let bytes = try signer.sign(Samples.manifest(days: 1)).bytes
        let end = now.addingTimeInterval(day)
        for time in [now.addingTimeInterval(-300), now, end] { #expect(signer.rejection(of: bytes, at: time) == nil) }
        let early = now.addingTimeInterval(-301)
        #expect(signer.rejection(of: bytes, at: early) == .notYetValid(issuedAt: now, now: early))
        let late = end.addingTimeInterval(1)
        #expect(signer.rejection(of: bytes, at: late) == .expired(expiresAt: end, now: late))
        #expect(try signer.verifier.authenticate(bytes, now: late).bytes == bytes)
    }

    @Test("While the authority itself is not valid, nothing that it signed is accepted")
    func authorityValidity() throws {
        let signer = try Signer(validity: .seconds(86_400))
        let bytes = try signer.sign(Samples.manifest(days: 30)).bytes
        #expect(signer.rejection(of: bytes, at: now.addingTimeInterval(day)) == nil)
        for time in [now.addingTimeInterval(day + 1), now.addingTimeInterval(-3601)] {
            let rejection = signer.rejection(of: bytes, at: time)
            guard case .authorityNotValid? = rejection else {
                Issue.record("\(String(describing: rejection))")
                continue
            }
        }
    }

    @Test("An authority that is not valid signs nothing, nor does one sign what has expired")
    func signing() throws {
        let signer = try Signer(validity: .seconds(86_400))
        let late = now.addingTimeInterval(2 * day)
        #expect(throws: Never.self) { try signer.sign(Samples.manifest()) }
        #expect(throws: ManifestError.self) { try signer.sign(Samples.manifest(from: late), at: late) }
        let end = now.addingTimeInterval(-1)
        let expired = try Samples.manifest(from: end.addingTimeInterval(-day), days: 1)
        #expect(throws: ManifestError.rejected(.expired(expiresAt: end, now: now))) { try signer.sign(expired) }
    }

    @Test("Times and serial numbers that no manifest may have are refused by name when signing")
    func impossible() throws {
        let signer = try Signer()
        let endpoints = [try Samples.endpoint("a:tcp=1")]
        #expect(throws: Never.self) {
            try signer.sign(Manifest(serial: 1, issuedAt: now, expiresAt: .distantFuture, endpoints: endpoints))
        }
        for seconds in [-1, 253_402_300_800, 1e18, 1e300, .infinity, -.infinity, .nan] {
            let time = Date(timeIntervalSince1970: seconds)
            for (manifest, key) in [
                (Manifest(serial: 1, issuedAt: time, expiresAt: now, endpoints: endpoints), "issued_at"),
                (Manifest(serial: 1, issuedAt: now, expiresAt: time, endpoints: endpoints), "expires_at"),
            ] {
                let error = #expect(throws: ManifestError.self) { try signer.sign(manifest) }
                #expect(error.map { "\($0)".contains(key) } == true)
            }
        }
        for serial in [0, UInt64(Int64.max) + 1, .max] {
            let manifest = Manifest(
                serial: serial, issuedAt: now, expiresAt: now.addingTimeInterval(day), endpoints: endpoints)
            #expect(throws: ManifestError.self) { try signer.sign(manifest) }
        }
    }
}
