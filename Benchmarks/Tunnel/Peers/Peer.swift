import AuraLab
import Foundation

/// Something that joins two hosts: the bare wire, or a VPN. To measure another one, add a file with a type that
/// conforms and name it in ``Candidates``.
protocol Peer: Sendable {
    /// Its line's heading: short, and different from the other peers' in the same run.
    var name: String { get }

    /// Which version is measured, for the record.
    func version() async throws -> String

    /// Brings it up between the two ends of a wire, and returns once packets go through.
    /// What it starts through `LabHost.start` is stopped with the lab.
    func bringUp(server: Wire.End, client: Wire.End, in lab: Lab) async throws -> Path
}

extension Peer {
    /// The first line of what a program says about itself.
    static func firstLine(_ arguments: [String]) async throws -> String {
        let result = try await Command.run(arguments)
        let text = result.output + result.errorOutput
        // `env`, which starts every program of the lab, ends like this when there is none.
        guard ![.exited(126), .exited(127)].contains(result.status) else {
            throw LabError.missing(arguments[0], advice: text.trimmingCharacters(in: .newlines))
        }
        return text.split(separator: "\n").first.map(String.init) ?? "unknown"
    }
}
