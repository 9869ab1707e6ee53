import AuraWire

/// What is to be measured.
struct SwarmPlan: Sendable {
    /// Clients in all.
    var clients = 1_000
    /// What they are spread over.
    var transports = TransportKind.allCases
    /// How long the light traffic lasts.
    var lightTraffic = Duration.seconds(300)
    /// Time between two packets of one client in it.
    var interval = Duration.seconds(1)
    /// Age at which keys are replaced; up to a quarter is taken off at random.
    var rekeyAfter = Duration.seconds(60)
    /// Packets a second, of all clients of a transport together, when the cost of a packet is measured.
    var costRate = 4_000.0
    /// How long each such measurement lasts.
    var costDuration = Duration.seconds(10)
    /// How long handshakes are made one after the other.
    var handshakeDuration = Duration.seconds(10)
    /// Clients that do so at once.
    var handshakeClients = 32
}
