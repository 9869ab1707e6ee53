import AuraLab

/// No VPN at all: what the machine can do, and what the round trips are compared with.
struct BareWire: Peer {
    let name = "bare wire"

    func version() async throws -> String { "veth" }

    func bringUp(server: Wire.End, client: Wire.End, in lab: Lab) async throws -> Path {
        Path(server: server.host, client: client.host, serverAddress: server.ipv4, mtu: 1500)
    }
}
