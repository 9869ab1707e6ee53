import AuraBenchKit
import AuraLab

/// The `aura` that was built together with this program, or the one of AURA_BINARY, over one of its transports.
struct AuraPeer: Peer {
    let transport: Transport
    var name: String { PeerName.aura(transport.rawValue) }

    func version() async throws -> String {
        try await Self.firstLine([try BuiltProgram.aura(), "--version"])
    }

    func bringUp(server: Wire.End, client: Wire.End, in lab: Lab) async throws -> Path {
        let deployment = try await Deployment.make(in: lab)
        let serverNode = try await deployment.startServer(on: server.host)
        let profile = try await deployment.provision("bench", host: server.ipv4)
        try profile.setOrder([transport])
        let clientNode = try await deployment.startClient(profile, on: client.host)
        return Path(
            server: server.host, client: client.host, serverAddress: try await serverNode.innerAddresses().ipv4,
            processes: [serverNode.daemon, clientNode.daemon])
    }
}
