/// Many TCP connections of which nothing is heard, held by the `aura-flood` program that is built beside the tests.
public struct Crowd: Sendable {
    /// The background process; it prints in the end what became of the connections.
    public let daemon: Daemon

    /// Opens them, and returns once all have been connected, though the server may have closed some already.
    /// - Parameters:
    ///   - host: Who connects.
    ///   - address: The server's address.
    ///   - port: The server's port.
    ///   - source: The address to connect from, one of the host's; the kernel's choice if not given.
    ///   - count: How many at once.
    ///   - seconds: How long they stay, unless the server closes them.
    ///   - again: Open another one for each that the server closes.
    ///   - drip: Send a byte each second.
    ///   - limit: How long it may take until that many have been connected.
    public static func start(
        from host: LabHost, to address: String, port: UInt16, source: String? = nil, count: Int, seconds: Int,
        again: Bool = false, drip: Bool = false, connectedWithin limit: Duration = .seconds(20)
    ) async throws -> Crowd {
        let options = (again ? ["--again"] : []) + (drip ? ["--drip"] : []) + (source.map { ["--from", $0] } ?? [])
        let daemon = try await host.start(
            "crowd",
            [try BuiltProgram.path("aura-flood"), "tcp-silent", "--to", address, "--port", "\(port)"]
                + ["--count", "\(count)", "--seconds", "\(seconds)"] + options)
        try await daemon.waitForLog("all \(count) have been connected", within: limit)
        return Crowd(daemon: daemon)
    }

    /// Waits for its end: "connected N, refused N, closed by the server N after A to B".
    public func summary(within limit: Duration) async throws -> String {
        try await daemon.waitForExit(within: limit)
        return daemon.log.split(separator: "\n").last.map(String.init) ?? ""
    }
}
