import AuraBridges
import Foundation
import Testing

@Suite("Manifest round trip")
struct ManifestRoundTripTests {
    @Test("What was signed is what a reader gets, with or without endpoints and bridges")
    func roundTrip() throws {
        let signer = try Signer()
        for manifest in [
            try Samples.manifest(), try Samples.manifest(endpoints: [], bridges: ["vpn.example.org:8443"]),
            try Samples.manifest(bridges: ["old.example.org:8443", "[2001:db8::9]:443", "192.0.2.1:1"]),
            try Samples.manifest(serial: 1, endpoints: ["192.0.2.7:quic=65535"]),
            try Samples.manifest(serial: UInt64(Int64.max), endpoints: ["a:tcp=1", "a:tcp=2", "a:udp=1"]),
        ] {
            let signed = try signer.sign(manifest)
            #expect(signed.manifest == manifest)
            #expect(try signer.verifier.verify(signed.bytes, now: now) == signed)
            #expect(try signer.verifier.authenticate(signed.bytes, now: now).bytes == signed.bytes)
        }
    }

    @Test("The text is as PROTOCOL.md has it")
    func text() throws {
        let text = String(decoding: try Signer().sign(Samples.manifest()).bytes, as: UTF8.self)
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(
            lines == [
                "version = 1", "serial = 7", "issued_at = 1795478400", "expires_at = 1798070400",
                #"bridges = ["vpn.example.org:8443", "vpn.example.org:443", "vpn.example.org:8444", "#
                    + #""[2001:db8::7]:8443"]"#,
                "[[endpoints]]", #"host = "vpn.example.org""#, "udp = 8443", "tcp = 443", "quic = 8444",
                "[[endpoints]]", #"host = "2001:db8::7""#, "udp = 8443", "tcp = 8443",
            ])
        #expect(text.hasPrefix("# "))
        #expect(text.contains("# 2026-12-24T00:00:00Z\nexpires_at"))
        let last = try #require(text.split(separator: "\n").last)
        #expect(last.wholeMatch(of: /# aura-manifest-signature: [A-Za-z0-9+\/]{86}==/) != nil)
    }

    @Test("Times are whole seconds, and the same manifest gives the same bytes")
    func wholeSeconds() throws {
        let signer = try Signer()
        let manifest = try Samples.manifest(from: now.addingTimeInterval(0.75))
        #expect(manifest == (try Samples.manifest()))
        #expect(try signer.sign(manifest).bytes == signer.sign(Samples.manifest()).bytes)
    }

    @Test("Without bridges, each port of each endpoint makes one, in the order udp, tcp, quic, and each once")
    func madeBridges() throws {
        let endpoints = ["a:quic=3:tcp=2:udp=1", "b:udp=5:tcp=5:quic=6", "a:tcp=1:quic=9"]
        let manifest = try Samples.manifest(endpoints: endpoints)
        #expect(manifest.bridges.map(\.description) == ["a:1", "a:2", "a:3", "b:5", "b:6", "a:9"])
        #expect(manifest.ways.map(\.description) == ["a:udp=1:tcp=2:quic=3", "b:udp=5:tcp=5:quic=6", "a:tcp=1:quic=9"])
    }

    @Test("A bridge that no endpoint covers means every transport at its port")
    func ways() throws {
        let manifest = try Samples.manifest(endpoints: ["a:tcp=443"], bridges: ["b:443", "a:443", "a:8443"])
        #expect(
            manifest.ways.map(\.description)
                == ["a:tcp=443", "b:udp=443:tcp=443:quic=443", "a:udp=8443:tcp=8443:quic=8443"])
    }

    @Test("A text in a person's hand with CRLF at each line but the last is read, once it is signed")
    func carriageReturns() throws {
        let signer = try Signer()
        let plain = try signer.verifier.verify(signer.sign(text: Samples.text), now: now).manifest
        let text = Samples.text.replacing("\n", with: "\r\n")
        #expect(try signer.verifier.verify(signer.sign(text: text), now: now).manifest == plain)
    }

    @Test("Keys that this version does not know are passed over at every level")
    func unknownKeys() throws {
        let signer = try Signer()
        let future = """
            version = 1
            serial = 9
            issued_at = 1795478400
            expires_at = 1798070400
            regions = ["eu", "us"]
            comment = "for version 4"
            when = 2026-11-24T00:00:00Z
            bridges = ["vpn.example.org:8443"]

            [policy]
            order = ["quic", "h3"]
            [policy.deeper]
            weight = 0.5

            [[endpoints]]
            host = "vpn.example.org"
            udp = 8443
            h3 = 443
            weight = 10
            keys = { pin = "00ff", more = [1, 2] }

            [[observers]]
            name = "x"

            """
        let manifest = try signer.verifier.verify(signer.sign(text: future), now: now).manifest
        #expect(manifest.serial == 9)
        #expect(manifest.endpoints == [try Samples.endpoint("vpn.example.org:udp=8443")])
        #expect(manifest.bridges == [try Samples.address("vpn.example.org:8443")])
    }

    @Test("Without the list of bridges, a reader makes it of the endpoints")
    func missingBridges() throws {
        let signer = try Signer()
        let text = Samples.text.replacing(#"bridges = ["vpn.example.org:8443"]"#, with: "")
        let manifest = try signer.verifier.verify(signer.sign(text: text), now: now).manifest
        #expect(manifest.bridges.map(\.description) == ["vpn.example.org:8443"])
    }
}
