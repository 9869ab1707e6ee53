import AuraBenchKit
import AuraLab

/// No VPN at all: what the machine can do, and what the round trips are compared with.
struct BareWire: Peer {
    let name = PeerName.bareWire

    func version() async throws -> String { "veth" }

    func bringUp(server: Wire.End, client: Wire.End, in lab: Lab) async throws -> Path {
        Path(server: server.host, client: client.host, serverAddress: server.ipv4, processes: [])
    }
}
