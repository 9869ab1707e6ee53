import AuraWire

/// Everything that was measured.
struct SwarmResults: Codable, Sendable {
    /// What a packet costs the server in processor time, with its answer.
    struct PacketCost: Codable, Sendable {
        let transport: TransportKind
        /// From one client that is alone.
        let alone: MarginalCost
        /// From all clients of the transport by turns, all others being there.
        let amongAll: MarginalCost
        /// Clients by turns.
        let clients: Int

        /// How many times dearer a packet is among all.
        var ratio: Double { amongAll.microseconds / alone.microseconds }
    }

    /// Handshakes as fast as they go.
    struct Handshakes: Codable, Sendable {
        let count: Int
        let perSecond: Double
        /// Processor time of the server for each.
        let serverMicroseconds: Double
    }

    var clients = 0
    var transports: [TransportKind] = []
    var connectSeconds = 0.0
    /// The server's memory before the first client came, with all of them, and after the traffic.
    var memoryAtFirst = ServerGauge.Memory()
    var memoryConnected = ServerGauge.Memory()
    var memoryAfterTraffic = ServerGauge.Memory()
    var lightTraffic = EchoTraffic.Outcome()
    /// Processor time of the server for each second of it.
    var lightTrafficLoad = 0.0
    var rekeys = 0
    var sessionsLost = 0
    /// Sessions that the server says it has after the traffic.
    var sessionsAtServer = 0
    /// Times that a client missed an answer and looked for its server anew, with its session.
    var doubts = 0
    var packetCosts: [PacketCost] = []
    var handshakes: Handshakes?
    /// What went wrong meanwhile, and was tried again.
    var remarks: [String] = []

    /// What a client adds to the server's memory, in bytes.
    var memoryPerClient: Double {
        let most = max(memoryConnected.proportional, memoryAfterTraffic.proportional)
        return Double(most - memoryAtFirst.proportional) / Double(max(1, clients))
    }
}
