internal import AuraCrypto
internal import AuraWire
internal import CNgtcp2

/// One end of QUIC without a socket, for one thread: the connections of a listener, or a client's one.
///
/// The owner of the socket feeds it with ``receive(_:from:at:telling:)``, lets time pass with ``expire(at:telling:)``,
/// and then sends what ``write(into:at:telling:)`` gives until that says that there is no more.
package struct QUICEndpoint: ~Copyable {
    enum Route {
        case connection(QUICConnection)
        case ended(UInt32)
    }

    struct Reply {
        var bytes: [UInt8]
        var path: QUICPath
    }

    /// A client's side of the proof; `nil` for a server.
    let pass: QUICPass?
    /// A server's; `nil` for a client.
    package var door: QUICDoor?
    /// For tests: a proof to send instead of one of our own; an empty one is never sent.
    package var fixedProof: [UInt8]?
    /// For tests: unless 0, the seed of nonsense that new connections talk.
    package var tampering: UInt64 = 0
    /// Not a seed: the client's transport parameters are made unrecognisable.
    package static let withoutParameters = UInt64(AURA_QUIC_TAMPER_PARAMETERS)
    /// Not a seed: the peer is asked to retire connection ids, and given one of them again.
    package static let withRetirement = UInt64(AURA_QUIC_TAMPER_RETIREMENT)
    var routes: [QUICID: Route] = [:]
    var connections: [UInt32: QUICConnection] = [:]
    var deadlines = QUICDeadlines()
    var ended = QUICEnded()
    var waiting: [QUICConnection] = []
    var replies: [Reply] = []
    var delivery = QUICDelivery()
    /// The connection that `delivery` is for.
    var addressee: QUICConnection?
    private var lastNumber: UInt32 = 0
    private var lastTicks: UInt64 = 0

    /// A listener.
    package init(door: QUICDoor) {
        self.door = door
        pass = nil
    }

    /// A client; see ``connect(path:serverName:at:)``.
    package init(pass: QUICPass) {
        self.pass = pass
        door = nil
    }

    /// When ``expire(at:telling:)`` wants to be called.
    package var nextDeadline: UInt64? {
        guard let other = ended.nextDeadline else { return deadlines.next }
        return min(deadlines.next ?? .max, other)
    }

    /// True when ``write(into:at:telling:)`` has something to do.
    package var hasWork: Bool { !waiting.isEmpty || !replies.isEmpty }
    /// True when answers of the endpoint itself are to be sent.
    var hasReplies: Bool { !replies.isEmpty }
    /// The connections that have not ended.
    var all: [QUICConnection] { Array(connections.values) }
    /// How many they are.
    package var connectionCount: Int { connections.count }
    /// For tests: the token that a client's connection has been given; empty for none.
    package var givenToken: [UInt8] { connections.values.first?.givenToken ?? [] }
    /// Ended ones that are still remembered.
    package var endedCount: Int { ended.count }
    /// Connection ids that are known.
    package var routeCount: Int { routes.count }

    /// The same moment or a later one than in any call before: the library insists on it.
    mutating func forward(_ time: QUICTime) -> QUICTime {
        lastTicks = max(lastTicks, time.ticks)
        return QUICTime(ticks: lastTicks, wall: time.wall)
    }

    mutating func nextNumber() -> UInt32 {
        lastNumber &+= 1
        return lastNumber
    }

    mutating func add(_ connection: QUICConnection) {
        connections[connection.number] = connection
        for id in connection.takeFirstIDs() { route(id, to: connection) }
        wake(connection)
    }

    mutating func route(_ id: QUICID, to connection: QUICConnection) {
        connection.ids.insert(id)
        routes[id] = .connection(connection)
    }

    /// Puts a connection in line to write.
    package mutating func wake(_ connection: QUICConnection) {
        guard !connection.isWaiting, connections[connection.number] != nil else { return }
        connection.isWaiting = true
        waiting.append(connection)
    }

    /// The same by number; ended ones have none.
    mutating func wake(_ number: UInt32) {
        if let connection = connections[number] { wake(connection) }
    }

    mutating func reply(_ bytes: [UInt8], along path: QUICPath) {
        guard !bytes.isEmpty, replies.count < QUICLimits.maximumReplies else { return }
        replies.append(Reply(bytes: bytes, path: path))
    }
}
