/// What server.toml and profile say alike about the speed of the tunnel.
extension TOMLPage {
    /// Writes whether the kernel helps with packets.
    mutating func offload(_ key: some ConfigurationKey, _ isOn: Bool) {
        setting(
            key, raw: String(isOn), isDefault: isOn,
            "Whether the kernel cuts, joins and checksums packets (TSO, USO, GRO): several times the speed. Turn it off if",
            "transfers stall or packets arrive damaged, or to see single packets in a capture. The other end need not know."
        )
    }

    /// Writes how long idle threads look for packets.
    mutating func busyPoll(_ key: some ConfigurationKey, _ time: Duration) {
        let range = ConfigurationLimits.busyPollMicroseconds
        setting(
            key, raw: String(time.components.attoseconds / Self.attosecondsPerMicrosecond), isDefault: time == .zero,
            "Microseconds that a thread without work looks for packets before it sleeps, \(range.lowerBound) to"
                + " \(range.upperBound): burns processor",
            "time for shorter round trips.")
    }

    private static let attosecondsPerMicrosecond: Int64 = 1_000_000_000_000
}
