import AuraBridges
import AuraConfig
import Foundation
import Testing

@Suite("Limits of a manifest")
struct ManifestLimitTests {
    private static func endpoints(_ count: Int) throws -> [BridgeEndpoint] {
        try (0..<count).map { try Samples.endpoint("bridge-\($0).example.org:udp=8443:tcp=443:quic=8444") }
    }

    private static func bridges(_ count: Int) throws -> [BridgeAddress] {
        try (0..<count).map { try Samples.address("bridge-\($0).example.net:8443") }
    }

    private static func manifest(_ endpoints: [BridgeEndpoint], _ bridges: [BridgeAddress] = []) -> Manifest {
        Manifest(
            serial: 1, issuedAt: now, expiresAt: now.addingTimeInterval(day), endpoints: endpoints, bridges: bridges)
    }

    private static func problems(_ manifest: Manifest) throws -> [ConfigurationProblem] {
        let signer = try Signer()
        do throws(ManifestError) {
            _ = try SignedManifest.sign(manifest, by: signer.authority, now: now)
        } catch .rejected(.malformed(let problems)) {
            return problems
        }
        return []
    }

    /// The shortest of three runs, since others may be using the processor, and what it gave.
    private static func timing<Value>(_ body: () throws -> Value) rethrows -> (Value, Duration) {
        var start = ContinuousClock.now
        var (value, shortest) = (try body(), ContinuousClock.now - start)
        for _ in 0..<2 {
            start = .now
            value = try body()
            shortest = min(shortest, ContinuousClock.now - start)
        }
        return (value, shortest)
    }

    @Test("The limits are those of PROTOCOL.md")
    func values() {
        #expect(ManifestLimits.maximumBytes == 1_048_576)
        #expect(ManifestLimits.maximumEndpoints == 1_000)
        #expect(ManifestLimits.maximumBridges == 3_000)
        #expect(ManifestLimits.serials == 1...9_223_372_036_854_775_807)
        #expect(ManifestLimits.clockTolerance == .seconds(300))
    }

    @Test("As many endpoints as are allowed can be signed, and are verified in much less than a second")
    func mostEndpoints() throws {
        let signer = try Signer()
        let manifest = Self.manifest(try Self.endpoints(ManifestLimits.maximumEndpoints))
        #expect(manifest.bridges.count == ManifestLimits.maximumBridges)
        let signed = try signer.sign(manifest)
        let (read, took) = try Self.timing { try signer.verifier.verify(signed.bytes, now: now).manifest }
        #expect(read == manifest)
        #expect(took < .seconds(1), "\(took) for \(signed.bytes.count) bytes")
        #expect(manifest.ways.count == ManifestLimits.maximumEndpoints)
    }

    @Test("Endpoints and bridges that have nothing in common may both be as many as are allowed")
    func mostOfBoth() throws {
        let manifest = Self.manifest(
            try Self.endpoints(ManifestLimits.maximumEndpoints), try Self.bridges(ManifestLimits.maximumBridges))
        let signer = try Signer()
        let signed = try signer.sign(manifest)
        let (read, took) = try Self.timing { try signer.verifier.verify(signed.bytes, now: now).manifest }
        #expect(read == manifest)
        #expect(took < .seconds(1), "\(took) for \(signed.bytes.count) bytes")
        #expect(manifest.ways.count == ManifestLimits.maximumEndpoints + ManifestLimits.maximumBridges)
    }

    @Test("One endpoint or one bridge more is refused")
    func oneMore() throws {
        let endpoints = try Self.problems(Self.manifest(Self.endpoints(1_001), Self.bridges(1)))
        #expect(endpoints.map(\.keyPath) == ["endpoints"])
        #expect(endpoints.map(\.expected) == ["at most 1000"])
        let bridges = try Self.problems(Self.manifest(Self.endpoints(1), Self.bridges(3_001)))
        #expect(bridges.map(\.keyPath) == ["bridges"])
    }

    @Test("Many more are refused as soon", arguments: [3_000, 4_097, 10_000])
    func manyMore(_ count: Int) throws {
        let manifest = Self.manifest(try Self.endpoints(count), try Self.bridges(1))
        let (problems, took) = try Self.timing { try Self.problems(manifest) }
        #expect(!problems.isEmpty)
        #expect(took < .seconds(5), "\(took)")
    }

    @Test("A signed text may have a megabyte, and not a byte more")
    func mostBytes() throws {
        let signer = try Signer()
        let overhead = try signer.sign(text: Samples.text + "#\n").count
        let room = ManifestLimits.maximumBytes - overhead
        let fits = try signer.sign(text: Samples.text + "#" + String(repeating: "x", count: room) + "\n")
        #expect(fits.count == ManifestLimits.maximumBytes)
        #expect(signer.rejection(of: fits) == nil)
        let more = try signer.sign(text: Samples.text + "#" + String(repeating: "x", count: room + 1) + "\n")
        #expect(signer.rejection(of: more) == .tooLarge)
    }

    @Test("Ten megabytes are refused at once, signed or not")
    func tenMegabytes() throws {
        let signer = try Signer()
        let text = Samples.text + String(repeating: "# nothing\n", count: 1 << 20)
        let signed = try signer.sign(text: text)
        let unsigned = Array(text.utf8)
        #expect(signed.count > 10_000_000)
        let (rejections, took) = Self.timing { [signed, unsigned].map { signer.rejection(of: $0) } }
        #expect(rejections == [.tooLarge, .tooLarge])
        #expect(took < .milliseconds(100), "\(took)")
    }

    @Test("What would be larger than a manifest may be is not signed")
    func tooLargeToSign() throws {
        let label = String(repeating: "a", count: 60)
        let hosts = (0..<1_000).map { "\(label).\(label).\(label).\(label).b\($0)" }
        let manifest = Self.manifest(try hosts.map { try Samples.endpoint("\($0):udp=1:tcp=2:quic=3") })
        #expect(throws: ManifestError.rejected(.tooLarge)) { try Signer().sign(manifest) }
    }
}
