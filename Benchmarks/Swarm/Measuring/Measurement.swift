import AuraLab
import AuraWire
import Synchronization

/// The whole measurement, step by step.
struct Measurement: Sendable {
    let plan: SwarmPlan
    let ground: Ground
    let swarm: Swarm
    /// Told what happens next.
    let progress: @Sendable (String) -> Void

    /// How long connecting may take before it counts as failed.
    private static let connectLimit = Duration.seconds(180)
    /// After this, what the server keeps of finished handshakes is gone.
    private static let settling = Duration.seconds(7)

    func run() async throws -> SwarmResults {
        var results = SwarmResults()
        results.clients = plan.clients
        results.transports = plan.transports
        results.memoryAtFirst = try swarm.gauge.memory()
        let alone = try await costsAlone()
        try await connectAll(&results)
        try await lightTraffic(&results)
        results.packetCosts = try await costsAmongAll(alone)
        results.sessionsLost = swarm.tally.lostCount
        results.doubts = swarm.tally.doubts.load(ordering: .relaxed)
        results.handshakes = try await handshakes()
        results.remarks = swarm.tally.remarks
        return results
    }

    private func connectAll(_ results: inout SwarmResults) async throws {
        progress("\(plan.clients) clients connect")
        let time = try await swarm.connect(swarm.clients, within: Self.connectLimit)
        results.connectSeconds = time / .seconds(1)
        try await Task.sleep(for: Self.settling)
        results.memoryConnected = try swarm.gauge.memory()
    }

    private func lightTraffic(_ results: inout SwarmResults) async throws {
        guard plan.lightTraffic > .zero else { return }
        progress("light traffic for \(plan.lightTraffic)")
        let rekeyed = swarm.tally.rekeyed.load(ordering: .relaxed)
        let (outcome, reading) = try await traffic(of: swarm.clients, rate: lightRate(plan.clients), plan.lightTraffic)
        results.lightTraffic = outcome
        results.lightTrafficLoad = reading.processorSeconds / reading.seconds
        results.rekeys = swarm.tally.rekeyed.load(ordering: .relaxed) - rekeyed
        results.memoryAfterTraffic = try swarm.gauge.memory()
        results.sessionsAtServer = try await ground.server.status().sessions.count
    }

    private func lightRate(_ clients: Int) -> Double { Double(clients) / (plan.interval / .seconds(1)) }

    private func traffic(
        of clients: [SwarmClient], rate: Double, _ duration: Duration
    ) async throws -> (EchoTraffic.Outcome, MarginalCost.Reading) {
        let (start, before) = (ContinuousClock.now, try swarm.gauge.processorSeconds())
        let outcome = try await EchoTraffic(clients: clients, rate: rate, duration: duration).run()
        let spent = try swarm.gauge.processorSeconds() - before
        return (
            outcome,
            MarginalCost.Reading(
                processorSeconds: spent, packets: outcome.answered, seconds: (.now - start) / .seconds(1))
        )
    }
}

extension Measurement {
    private func costsAlone() async throws -> [(TransportKind, MarginalCost)] {
        var costs: [(TransportKind, MarginalCost)] = []
        for transport in plan.transports where plan.costDuration > .zero {
            let one = Array(swarm.clients(over: transport).prefix(1))
            _ = try await swarm.connect(one, within: Self.connectLimit)
            costs.append((transport, try await cost(of: one, transport)))
            try await swarm.disconnect(one)
        }
        return costs
    }

    private func costsAmongAll(
        _ alone: [(TransportKind, MarginalCost)]
    ) async throws -> [SwarmResults.PacketCost] {
        var costs: [SwarmResults.PacketCost] = []
        for (transport, single) in alone {
            let clients = swarm.clients(over: transport)
            costs.append(
                SwarmResults.PacketCost(
                    transport: transport, alone: single, amongAll: try await cost(of: clients, transport),
                    clients: clients.count))
        }
        return costs
    }

    private func cost(of clients: [SwarmClient], _ transport: TransportKind) async throws -> MarginalCost {
        progress("cost of a packet from \(clients.count) over \(transport.rawValue)")
        let few = try await traffic(of: clients, rate: lightRate(clients.count), plan.costDuration).1
        let many = try await traffic(of: clients, rate: plan.costRate, plan.costDuration).1
        return MarginalCost(few: few, many: many)
    }

    private func handshakes() async throws -> SwarmResults.Handshakes? {
        let clients = Array(swarm.clients(over: .udp).prefix(plan.handshakeClients))
        guard !clients.isEmpty, plan.handshakeDuration > .zero else { return nil }
        progress("handshakes of \(clients.count) clients for \(plan.handshakeDuration)")
        try await swarm.disconnect(clients)
        let before = try swarm.gauge.processorSeconds()
        let start = ContinuousClock.now
        let count = try await swarm.churn(clients, for: plan.handshakeDuration)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let spent = try swarm.gauge.processorSeconds() - before
        return SwarmResults.Handshakes(
            count: count, perSecond: Double(count) / seconds,
            serverMicroseconds: spent / Double(max(1, count)) * 1e6)
    }
}
