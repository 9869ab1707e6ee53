import AuraBenchKit
import AuraLab

extension MachineFacts {
    /// Looks at this machine.
    static func gather() async throws -> MachineFacts {
        let iperf = try await BareWire.firstLine(["iperf3", "--version"])
        let kernel = try await BareWire.firstLine(["uname", "-sr"])
        return MachineFacts(reading: Files.text, kernel: kernel, tools: ["iperf3": iperf])
    }
}
