import AuraBenchKit
import AuraLab

/// A build of `aura` that seals nothing, over udp: how fast the rest of it is. Nobody could use it as a VPN.
struct Ceiling: Peer {
    let name = PeerName.ceiling
    /// The path of that build.
    let program: String

    func version() async throws -> String {
        try await BuiltProgram.withAura(at: program) { try await aura.version() }
    }

    func bringUp(server: Wire.End, client: Wire.End, in lab: Lab) async throws -> Path {
        try await BuiltProgram.withAura(at: program) {
            try await aura.bringUp(server: server, client: client, in: lab)
        }
    }

    private var aura: AuraPeer { AuraPeer(transport: .udp) }
}
