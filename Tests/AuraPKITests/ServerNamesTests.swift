import AuraPKI
import Foundation
import Testing

@Suite("A server by one of several names")
struct ServerNamesTests {
    private func names(_ texts: [String]) throws -> Set<ServerName> { Set(try texts.map { try ServerName($0) }) }

    @Test(
        "A server is accepted by any of the names, and known by the one that fits",
        arguments: [
            ("vpn.example.org", ["vpn.example.org"]), ("vpn.example.org", ["a.example.org", "VPN.example.org"]),
            ("2001:db8::1", ["vpn.example.org", "2001:db8:0::1", "192.0.2.1"]),
        ])
    func accepted(_ host: String, _ wanted: [String]) throws {
        let pki = try TestPKI(host: host)
        let peer = try pki.verifier(.serverNamed(oneOf: names(wanted))).verify(pki.server)
        #expect((peer.name, peer.role) == (host, .server))
    }

    @Test("A server of none of the names is refused, and a few of them are told")
    func refused() throws {
        let pki = try TestPKI(host: "vpn.example.org")
        func rejection(_ wanted: [String]) throws -> PeerRejection? {
            try pki.verifier(.serverNamed(oneOf: names(wanted))).rejection(of: pki.server)
        }
        let found = ["vpn.example.org"]
        #expect(try rejection([]) == .wrongServerName(found: found, expected: "no name at all"))
        let two = PeerRejection.wrongServerName(found: found, expected: "192.0.2.1 or example.org")
        #expect(try rejection(["example.org", "192.0.2.1"]) == two)
        let many = try rejection((0..<1000).map { "b\($0).example.org" })
        guard case .wrongServerName(_, let expected)? = many else { Issue.record("a server of no name"); return }
        #expect(expected.hasSuffix("or 996 others"))
        #expect(expected.count < 200)
    }

    @Test("A client is no server, and another authority's server is none of ours")
    func otherPeers() throws {
        let (ours, theirs) = (try TestPKI(), try TestPKI())
        let expected = ExpectedPeer.serverNamed(oneOf: try names(["vpn.example.org", "alice"]))
        #expect(expected.role == .server)
        let verifier = try ours.verifier(expected)
        #expect(try verifier.rejection(of: ours.server) == nil)
        #expect(try verifier.rejection(of: ours.client) == .wrongRole(found: .client, expected: .server))
        guard case .wrongIssuer? = try verifier.rejection(of: theirs.server) else {
            Issue.record("another authority's server is accepted")
            return
        }
    }
}
