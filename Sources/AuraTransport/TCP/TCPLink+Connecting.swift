public import AuraCrypto
public import AuraWire
public import Logging

extension TCPLink {
    /// Connects to a server and proves the outer key; returns once the server has accepted the proof.
    ///
    /// Call ``start(_:)`` next; until then nothing is read. Cancelling the task ends the attempt.
    ///
    /// Throws ``TransportError/notConnected(_:_:_:)`` with the cause in words,
    /// ``TransportError/notPermitted(_:_:)`` when packets may not be marked, and
    /// ``TransportError/configuration(_:)`` for a server name that TLS cannot ask for, or a host that HTTP cannot name.
    public static func connect(
        to address: AuraWire.SocketAddress, configuration: TCPClientConfiguration, key: OuterKey,
        loops: TCPLoops = .shared, logger: Logger
    ) async throws(TransportError) -> TCPLink {
        guard FirstRequest.isHost(configuration.host) else {
            throw .configuration("\"\(configuration.host)\" cannot be what a request calls its host")
        }
        let attempt = TCPAttempt(address, configuration, key: key, loops: loops, logger: logger)
        do {
            return try await withTaskCancellationHandler {
                try await attempt.run()
            } onCancel: {
                attempt.fail("the attempt was cancelled")
            }
        } catch {
            throw attempt.explain(error)
        }
    }
}
