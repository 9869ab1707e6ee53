import AuraLab

/// Something that joins two hosts: the bare wire, or a VPN. To measure another one, add a file with a type that
/// conforms and name it in ``AuraBench``.
protocol Peer: Sendable {
    /// Its column's heading: short, and different from the other peers' in the same run.
    var name: String { get }

    /// Which version is measured, for the record.
    func version() async throws -> String

    /// Brings it up between the two ends of a wire, and returns once packets go through.
    /// What it starts through `LabHost.start` is stopped with the lab.
    func bringUp(server: Wire.End, client: Wire.End, in lab: Lab) async throws -> Path
}

/// A way for packets between two hosts.
struct Path: Sendable {
    let server: LabHost
    let client: LabHost
    /// The address at which the client finds the server on this path.
    let serverAddress: String
    /// The largest inner packet, in bytes.
    let mtu: Int

    /// The first line of what a program says about itself.
    static func firstLine(_ arguments: [String]) async throws -> String {
        let result = try await Command.run(arguments)
        return (result.output + result.errorOutput).split(separator: "\n").first.map(String.init) ?? "unknown"
    }
}
