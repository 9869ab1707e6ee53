import AuraBenchKit
import AuraLab

/// The peers that could be measured.
struct Candidates {
    /// Paths of other programs that speak WireGuard.
    let wireguardPrograms: [String]
    /// The path of the build that seals nothing, if it is to be measured.
    let ceilingProgram: String?

    /// All of them, in the order of the tables.
    var all: [any Peer] {
        [BareWire()] + Transport.allCases.map { AuraPeer(transport: $0) }
            + (ceilingProgram.map { [Ceiling(program: $0)] } ?? []) + wireguards
            + [OpenVPN(carrier: .udp), OpenVPN(carrier: .tcp)]
    }

    /// Those that are wanted and there, with their versions.
    /// - Parameters:
    ///   - wanted: Names, or what they begin with; none for all.
    ///   - skipMissing: Whether those that are not there are left out, instead of ending with an error.
    func ready(wanted: [String], skipMissing: Bool) async throws -> [(peer: any Peer, version: String)] {
        var found: [(peer: any Peer, version: String)] = []
        for peer in all where PeerName.isWanted(peer.name, by: wanted) {
            do {
                found.append((peer, try await peer.version()))
            } catch {
                try Task.checkCancellation()
                guard skipMissing else { throw error }
                Diagnostics.print("left out: \(peer.name): \(error)")
            }
        }
        return found
    }

    private var wireguards: [any Peer] {
        var names = [PeerName.wireguardGo]
        let others = wireguardPrograms.map { program in
            let name = PeerName.unused(for: program, besides: names)
            names.append(name)
            return WireGuardGo(name: name, program: program)
        }
        return [WireGuardGo(name: PeerName.wireguardGo, program: PeerName.wireguardGo)] + others
    }
}
