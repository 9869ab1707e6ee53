import AuraPKI
import AuraSession
import AuraTransport
import AuraWire
import Foundation
import Testing

/// A server and clients on a simulated network, on time that only moves from event to event.
final class World {
    let network: SimulatedNetwork
    private(set) var now = ContinuousClock.now
    private let start: ContinuousClock.Instant
    private(set) var server: ServerNode!
    private(set) var clients: [ClientNode] = []
    var audit = Audit()
    private let seed: UInt64
    private var eventsAtThisTime = 0

    init(
        seed: UInt64 = 1, _ conditions: NetworkConditions = .perfect,
        server configuration: ServerMachineConfiguration = Cast.shared.serverConfiguration()
    ) {
        self.seed = seed
        start = now
        network = SimulatedNetwork(seed: seed, conditions: conditions)
        server = ServerNode(configuration, at: Self.address(1, port: 8443), in: self, seed: seed)
    }

    /// A world with one client, which has a session on a path that has proved itself.
    static func connected(
        seed: UInt64 = 1, server: ServerMachineConfiguration = Cast.shared.serverConfiguration(),
        client: ClientConfiguration = Cast.shared.clientConfiguration()
    ) throws -> (world: World, client: ClientNode) {
        let world = World(seed: seed, server: server)
        let node = world.add(client)
        try world.run(atMost: .seconds(5)) { !node.settled.isEmpty }
        world.run(for: .milliseconds(25))
        return (world, node)
    }

    @discardableResult
    func add(_ configuration: ClientConfiguration = Cast.shared.clientConfiguration()) -> ClientNode {
        let number = UInt8(clients.count + 10)
        let client = ClientNode(
            configuration, at: Self.address(number, port: 5000), in: self, seed: seed &+ UInt64(number))
        clients.append(client)
        return client
    }

    static func address(_ host: UInt8, port: UInt16) -> SocketAddress {
        SocketAddress(.v4(IPv4Address(bits: 0xc633_6400 | UInt32(host))), port: port)
    }

    /// The true time of day.
    var wall: WallTime { WallTime(Cast.date.addingTimeInterval((now - start) / .seconds(1))) }

    /// Time since the world began.
    var elapsed: Duration { now - start }

    func transmit(_ datagram: [UInt8], from source: SocketAddress, to destination: SocketAddress) {
        audit.sends(datagram, to: destination)
        network.send(datagram, from: source, to: destination, now: now)
    }

    /// Hands a datagram to whoever has the address, past the network: what an attacker plays back arrives at once.
    func inject(_ datagram: [UInt8], from source: SocketAddress, to destination: SocketAddress) {
        if destination == server.address { return server.receive(datagram, from: source) }
        clients.first { $0.links.values.contains(destination) }?.receive(datagram, from: source, at: destination)
    }

    /// A deadline that has passed right after a tick would keep a thread spinning.
    func expectAhead(_ deadline: ContinuousClock.Instant?, of who: String) {
        if let deadline, deadline <= now { Issue.record("\(who) wants to be called again at once") }
    }
}

extension World {
    /// Runs for `duration`.
    func run(for duration: Duration) {
        let end = now + duration
        while let next = nextEvent(), next <= end { step(to: next) }
        now = end
    }

    /// Runs until `condition` holds; fails the test when it does not within `limit`.
    func run(
        atMost limit: Duration, sourceLocation: SourceLocation = #_sourceLocation, until condition: () -> Bool
    ) throws {
        let end = now + limit
        while !condition() {
            let next = try #require(nextEvent(), "nothing will ever happen", sourceLocation: sourceLocation)
            try #require(next <= end, "it took longer than \(limit)", sourceLocation: sourceLocation)
            step(to: next)
        }
    }

    /// Everything sent so far that is a piece of handshake message `number`, in order.
    func pieces(ofMessage number: UInt8) -> [SimulatedDatagram] {
        network.recording.filter { (try? HandshakeFragment(decoding: $0.bytes))?.message == number }
    }

    /// Lets time pass in which nothing runs, as when everything is suspended.
    func jump(_ duration: Duration) {
        now += duration
    }

    private func nextEvent() -> ContinuousClock.Instant? {
        let server = server.isDown ? nil : server.deadline
        return (clients.map(\.deadline) + [server, network.nextDelivery]).compactMap(\.self).min()
    }

    private func step(to next: ContinuousClock.Instant) {
        eventsAtThisTime = next > now ? 0 : eventsAtThisTime + 1
        precondition(eventsAtThisTime < 10_000, "no progress")
        now = max(now, next)
        for delivery in network.deliver(upTo: now) {
            inject(delivery.bytes, from: delivery.source, to: delivery.destination)
        }
        if let deadline = server.deadline, deadline <= now { server.tick() }
        for client in clients { if let deadline = client.deadline, deadline <= now { client.tick() } }
    }
}

extension NetworkConditions {
    /// A bad network: loss as given, a tenth duplicated, a fifth late.
    static func rough(loss: Double) -> NetworkConditions {
        var conditions = NetworkConditions.perfect
        conditions.loss = loss
        conditions.duplication = 0.1
        conditions.reordering = 0.2
        conditions.delay = .milliseconds(10) ... .milliseconds(30)
        return conditions
    }
}
