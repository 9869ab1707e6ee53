import AuraLab
import AuraPKI
import AuraSession
import AuraWire
import Synchronization

/// All clients, and the threads that drive them.
final class Swarm: Sendable {
    /// Links that are being opened at once, at most.
    private static let openings = 64

    let clients: [SwarmClient]
    let tally = SwarmTally()
    let gauge: ServerGauge
    private let drivers: [SwarmDriver]
    private let churn: Churn

    /// Makes the clients, the transports by turns.
    init(_ plan: SwarmPlan, on ground: Ground) throws {
        clients = try (0..<plan.clients).map { number in
            try SwarmClient(number, plan.transports[number % plan.transports.count], on: ground)
        }
        gauge = ServerGauge(pid: ground.server.daemon.pid)
        var timing = SessionTiming()
        timing.rekeyAfter = plan.rekeyAfter
        timing.rekeyJitter = plan.rekeyAfter / 4
        let (churn, tally) = (Churn(), tally)
        self.churn = churn
        let setup = SwarmDriver.Setup(
            opener: ground.opener, verifier: ground.verifier, timing: timing, tally: tally,
            door: Door(room: Self.openings), connected: { churn.next($0) })
        drivers = (0..<2).map { SwarmDriver("swarm-\($0)", setup) }
    }

    /// Those of one transport.
    func clients(over transport: TransportKind) -> [SwarmClient] {
        clients.filter { $0.transport == transport }
    }

    /// Connects clients and waits until all are; the time that it took.
    func connect(_ wanted: [SwarmClient], within limit: Duration) async throws -> Duration {
        for client in wanted { driver(of: client).postbox.post(.connect(client)) }
        return try await eventually(
            "\(wanted.count) clients are connected", within: limit,
            detail: { "\(wanted.count { $0.way == nil }) are not; \(self.tally.remarks.joined(separator: "; "))" }
        ) { wanted.allSatisfy { $0.way != nil } }
    }

    /// Has clients say goodbye; their links stay.
    func disconnect(_ unwanted: [SwarmClient]) async throws {
        for client in unwanted { driver(of: client).postbox.post(.disconnect(client)) }
        try await eventually("the clients have said goodbye") { unwanted.allSatisfy { $0.way == nil } }
    }

    /// Has clients connect and say goodbye over and over; the number of handshakes meanwhile, those of others for new keys
    /// included.
    func churn(_ some: [SwarmClient], for duration: Duration) async throws -> Int {
        let before = tally.handshakes
        churn.begin { [self] client in
            let postbox = driver(of: client).postbox
            postbox.post(.disconnect(client))
            postbox.post(.connect(client))
        }
        defer { churn.end() }
        for client in some { driver(of: client).postbox.post(.connect(client)) }
        try await Task.sleep(for: duration)
        return tally.handshakes - before
    }

    /// Closes everything.
    func end() {
        churn.end()
        for driver in drivers { driver.quit() }
    }

    private func driver(of client: SwarmClient) -> SwarmDriver {
        drivers[client.number % drivers.count]
    }
}

/// What is done with each client that has just connected: nothing, or the next round.
private final class Churn: Sendable {
    private let action = Mutex<(@Sendable (SwarmClient) -> Void)?>(nil)

    func begin(_ next: @escaping @Sendable (SwarmClient) -> Void) { action.withLock { $0 = next } }

    func end() { action.withLock { $0 = nil } }

    func next(_ client: SwarmClient) { action.withLock { $0 }?(client) }
}
