import AuraCrypto
import AuraTransport
import AuraWire

/// A server, clients and a network between them, on virtual time. What happens depends on the seed alone, but for the
/// random numbers inside TLS.
final class QUICWorld {
    struct Packet {
        var due: UInt64
        var bytes: [UInt8]
        var from: SocketAddress
        var to: SocketAddress
    }

    /// How packets of one direction fare.
    struct Way {
        var loss = 0.0
        var isBlocked = false
        /// The largest UDP payload that gets through.
        var payload = 1_472
        /// Bits a second; `nil` for as many as there are.
        var rate: UInt64?
        /// How long a packet may wait for its turn, in nanoseconds.
        var patience: UInt64 = 50_000_000
        fileprivate var freeAt: UInt64 = 0

        /// When a packet is through at the earliest; `nil` when the queue is full.
        fileprivate mutating func pass(_ length: Int, at now: UInt64) -> UInt64? {
            guard let rate else { return now }
            let start = max(now, freeAt)
            guard start - now <= patience else { return nil }
            freeAt = start + UInt64(length) * 8 * QUICWorld.second / rate
            return freeAt
        }
    }

    static let second: UInt64 = 1_000_000_000
    static let start: UInt64 = 1_000 * second

    var server: QUICNode
    var clients: [QUICNode] = []
    var up = Way()
    var down = Way()
    /// One way, in nanoseconds.
    var delay: UInt64 = 20_000_000
    private(set) var ticks = start
    private(set) var sentBytes = 0
    /// Every packet as it was sent.
    var isRecording = false
    var record: [Packet] = []
    private var wire: [Packet] = []
    private var random: SplitMix64
    private var outgoing = QUICOutgoing()

    init(seed: UInt64 = 1, door: QUICDoor? = nil) throws {
        server = QUICNode(server: try door ?? QUICFixtures.door(), QUICFixtures.serverAddress)
        random = SplitMix64(seed: seed)
    }

    var time: QUICTime { QUICTime(ticks: ticks, wall: 1_700_000_000_000 + ticks / 1_000_000) }

    /// Seconds since the world began.
    var seconds: Double { Double(ticks - Self.start) / Double(Self.second) }

    @discardableResult
    func addClient(
        _ pass: QUICPass? = nil, port: UInt16 = 40_000, at address: SocketAddress? = nil, token: [UInt8] = [],
        tampering: UInt64 = 0
    ) throws -> QUICNode {
        let address = address ?? SocketAddress(.v4(IPv4Address(bits: 0xc633_6401)), port: port)
        let node = QUICNode(client: try pass ?? QUICFixtures.pass(), address)
        node.endpoint.tampering = tampering
        clients.append(node)
        _ = node.endpoint.connect(
            path: QUICPath(local: address, remote: server.address), serverName: "example.org",
            token: token, at: time)
        pump(node)
        return node
    }

    /// A world with one client whose link is open.
    static func connected(seed: UInt64 = 1) throws -> (QUICWorld, QUICNode) {
        let world = try QUICWorld(seed: seed)
        let client = try world.addClient()
        world.run(for: 5) { client.connection != nil && world.server.connection != nil }
        return (world, client)
    }

    /// Lets time pass until the condition holds, at most so many seconds.
    func run(for seconds: Double, until isDone: () -> Bool = { false }) {
        let end = ticks + UInt64(seconds * Double(Self.second))
        for node in nodes { pump(node) }
        while !isDone() {
            let deadlines = nodes.compactMap { $0.endpoint.nextDeadline } + wire.prefix(1).map { $0.due }
            guard let next = deadlines.min(), next < end else {
                ticks = end
                return
            }
            ticks = max(ticks, next)
            deliver()
            for node in nodes {
                node.endpoint.expire(at: time, telling: &node.owner)
                pump(node)
            }
        }
    }

    /// Hands a datagram to a node now.
    func inject(_ bytes: [UInt8], into node: QUICNode, from remote: SocketAddress) {
        bytes.withUnsafeBytes {
            node.endpoint.receive(
                $0, from: QUICPath(local: node.address, remote: remote), at: time, telling: &node.owner)
        }
        node.endpoint.flush(at: time, telling: &node.owner)
    }

    func close(_ node: QUICNode, _ reason: LinkCloseReason) {
        guard let connection = node.connection else { return }
        node.endpoint.close(connection, reason, at: time, telling: &node.owner)
        pump(node)
    }

    /// Sends all that a node has to send.
    func pump(_ node: QUICNode) {
        var isMore = true
        while isMore {
            isMore = node.endpoint.write(into: &outgoing, at: time, telling: &node.owner)
            if outgoing.isEmpty { return }
            let sources = outgoing.sources
            for (index, packet) in outgoing.batch.datagrams.enumerated() {
                var bytes: [UInt8]? = packet.bytes
                if let tap = node.tap { bytes = tap(packet.bytes) }
                // What a client sends leaves from where the client is now, whatever it believes.
                let from = node.isServer ? sources[index].local : node.address
                if let bytes { send(Packet(due: ticks + delay, bytes: bytes, from: from, to: packet.remote)) }
            }
            outgoing.removeAll()
        }
    }

    private var nodes: [QUICNode] { [server] + clients }

    private func send(_ packet: Packet) {
        if isRecording { record.append(packet) }
        sentBytes += packet.bytes.count
        let isUp = packet.to == server.address
        let way = isUp ? up : down
        guard !way.isBlocked, packet.bytes.count <= way.payload else { return }
        if way.loss > 0, Double(random.next() >> 11) / Double(1 << 53) < way.loss { return }
        let through = isUp ? up.pass(packet.bytes.count, at: ticks) : down.pass(packet.bytes.count, at: ticks)
        guard let through else { return }
        var late = packet
        late.due = through + delay
        let place = wire.lastIndex { $0.due <= late.due }.map { $0 + 1 } ?? 0
        wire.insert(late, at: place)
    }

    private func deliver() {
        let due = wire.prefix { $0.due <= ticks }
        wire.removeFirst(due.count)
        var touched: [QUICNode] = []
        for packet in due {
            guard let node = nodes.first(where: { $0.isReachable(at: packet.to) }) else { continue }
            packet.bytes.withUnsafeBytes {
                node.endpoint.receive(
                    $0, from: QUICPath(local: packet.to, remote: packet.from), at: time, telling: &node.owner)
            }
            if !touched.contains(where: { $0 === node }) { touched.append(node) }
        }
        for node in touched {
            node.endpoint.flush(at: time, telling: &node.owner)
            pump(node)
        }
    }
}
