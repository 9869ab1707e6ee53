import AuraLab

/// A way for packets between two hosts.
struct Path: Sendable {
    let server: LabHost
    let client: LabHost
    /// The address at which the client finds the server on this path.
    let serverAddress: String
    /// The processes of the VPN, one at each end; none for the bare wire.
    let processes: [Daemon]
}
