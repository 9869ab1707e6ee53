import AuraPKI
import AuraSession
import AuraWire
import Foundation

/// Who takes part: one authority, a server and clients, minted once for all tests.
struct Cast {
    static let shared = Cast()

    /// The time of day when every world begins: 2027-06-01T00:00:00Z.
    static let date = Date(timeIntervalSince1970: 1_811_808_000)
    static let host = "vpn.example.org"

    let authority: CertificateAuthority
    let server: Identity
    let clients: [Identity]

    private init() {
        let day = Duration.seconds(86_400)
        authority = try! CertificateAuthority(now: Self.date)
        server = try! authority.issue(.server(ServerName(Self.host)), validity: day * 365, now: Self.date)
        clients = ["alice", "bob", "carol"].map { [authority] name in
            try! authority.issue(.client(PeerName(name)), validity: day * 365, now: Self.date)
        }
    }

    var alice: Identity { clients[0] }

    func serverVerifier(named name: String? = host) -> PeerVerifier {
        let expected = ExpectedPeer.server(named: name.map { try! ServerName($0) })
        return try! PeerVerifier(authorityPEM: authority.certificatePEM, expecting: expected)
    }

    func clientVerifier(revoking serials: [String] = []) -> PeerVerifier {
        var list = RevocationList()
        for serial in serials { try! list.add(Revocation(serial: serial, name: "alice", at: Self.date)) }
        return try! PeerVerifier(authorityPEM: authority.certificatePEM, expecting: .client, revocations: list)
    }

    func clientConfiguration(_ identity: Identity? = nil) -> ClientConfiguration {
        ClientConfiguration(identity: identity ?? alice, verifier: serverVerifier())
    }

    /// A server that takes every client; each has the address that its place among ``clients`` gives.
    func serverConfiguration(keepalive: UInt16 = 15) -> ServerMachineConfiguration {
        let names = clients.map(\.name)
        return ServerMachineConfiguration(identity: server, verifier: clientVerifier()) { peer, id in
            let place = UInt32(names.firstIndex(of: peer.name) ?? 99)
            return .success(
                Welcome(
                    sessionID: id.bytes, addresses: [.v4(IPv4Address(bits: 0x0a4d_0002 + place))], gateways: [],
                    pools: [], dns: [], mtu: 1_400, keepaliveSeconds: keepalive))
        }
    }
}
