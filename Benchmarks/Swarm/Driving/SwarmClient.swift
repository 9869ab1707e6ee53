import AuraPKI
import AuraSession
import AuraTransport
import AuraWire
import Synchronization

/// One client, as all threads see it. Its state machine belongs to a ``SwarmDriver``.
final class SwarmClient: Sendable {
    /// Its number among all clients.
    let number: Int
    /// What carries its datagrams.
    let transport: TransportKind
    /// Where it finds the server.
    let endpoint: SocketAddress
    /// Its certificate and key.
    let identity: Identity
    /// Finds its session by the index in a datagram.
    let table = SessionTable()
    /// Answers to its packets that have come.
    let answers = Atomic<Int>(0)
    private let current = Mutex<Way?>(nil)

    /// What its packets go through while it is connected.
    struct Way: Sendable {
        let session: Session
        let link: any Link
        /// Its own inner address, and the server's.
        let inner: (own: IPv4Address, server: IPv4Address)
    }

    init(_ number: Int, _ transport: TransportKind, on ground: Ground) throws {
        self.number = number
        self.transport = transport
        endpoint = ground.opener.endpoint(transport, at: Crossing.server(for: number))
        identity = try ground.identity(number)
    }

    /// The way that packets go; `nil` while there is no session.
    var way: Way? {
        get { current.withLock { $0 } }
        set { current.withLock { $0 = newValue } }
    }
}
