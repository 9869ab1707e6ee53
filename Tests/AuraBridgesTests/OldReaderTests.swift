import AuraBridges
import Foundation
import Testing

/// All that a reader of version 3.3 knows of a manifest: the line that begins with `bridges`, the quoted texts on it, and
/// that a line with a number sign says nothing.
private enum OldReader {
    static func bridges(in text: String) -> [(host: String, port: Int)]? {
        for line in text.components(separatedBy: "\n") where !line.hasPrefix("#") {
            let sides = line.components(separatedBy: " = ")
            guard sides.count == 2, sides[0] == "bridges" else { continue }
            guard sides[1].hasPrefix("["), sides[1].hasSuffix("]") else { return nil }
            let entries = sides[1].dropFirst().dropLast().components(separatedBy: ", ").map(entry)
            return entries.contains { $0 == nil } ? nil : entries.compactMap(\.self)
        }
        return nil
    }

    private static func entry(_ quoted: String) -> (host: String, port: Int)? {
        guard quoted.count > 2, quoted.hasPrefix("\""), quoted.hasSuffix("\"") else { return nil }
        var parts = quoted.dropFirst().dropLast().components(separatedBy: ":")
        guard parts.count > 1, let port = Int(parts.removeLast()), (1...65_535).contains(port) else { return nil }
        return (parts.joined(separator: ":"), port)
    }
}

@Suite("A reader of version 3.3")
struct OldReaderTests {
    @Test("A reader that knows the list of bridges only gets it from a manifest made of endpoints only")
    func endpointsOnly() throws {
        let endpoints = [
            "vpn.example.org:udp=8447:tcp=8443:quic=8444", "[2001:db8::7]:quic=443:tcp=443", "192.0.2.7:tcp=1",
        ]
        let signed = try Signer().sign(Samples.manifest(endpoints: endpoints))
        let found = try #require(OldReader.bridges(in: String(decoding: signed.bytes, as: UTF8.self)))
        #expect(
            found.map { "\($0.host) \($0.port)" } == [
                "vpn.example.org 8447", "vpn.example.org 8443", "vpn.example.org 8444", "[2001:db8::7] 443",
                "192.0.2.7 1",
            ])
    }

    @Test("It gets the list that was given, too, and the largest that there is")
    func givenList() throws {
        let given = try Signer().sign(Samples.manifest(bridges: ["old.example.org:8443", "[::1]:1"]))
        let found = try #require(OldReader.bridges(in: String(decoding: given.bytes, as: UTF8.self)))
        #expect(found.map(\.host) == ["old.example.org", "[::1]"])
        let many = (0..<ManifestLimits.maximumEndpoints).map { "b\($0).example.org:udp=1:tcp=2:quic=3" }
        let large = try Signer().sign(Samples.manifest(endpoints: many))
        #expect(OldReader.bridges(in: String(decoding: large.bytes, as: UTF8.self))?.count == 3_000)
    }

    @Test("It finds nothing where there is no list, so that the tests above can fail")
    func control() {
        #expect(OldReader.bridges(in: "version = 1\n# bridges = [\"a:1\"]\n") == nil)
        #expect(OldReader.bridges(in: "bridges = [\"a\"]\n") == nil)
    }
}
