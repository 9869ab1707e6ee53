public import AuraWire

/// Something bound to a local address that peers can reach.
///
/// A UDP socket is its own listener: its peers appear as remotes of what it receives. Where every peer has a connection
/// of its own, see ``ConnectionListener``.
public protocol Listener: AnyObject, Sendable {
    /// What is listened for.
    var transport: TransportKind { get }
    /// What was really bound, with the port the system chose when 0 was asked for.
    var boundAddress: SocketAddress { get }

    /// Stops listening; links already accepted live on. Later calls do nothing.
    func close(_ reason: LinkCloseReason)
}

/// A listener that makes a link of each connection that has proved the outer key.
///
/// Connections that have not yet proved it are bounded in number and in time, and never show as links.
public protocol ConnectionListener: Listener {
    /// Begins to accept. To be called once; throws ``TransportError/notStartable`` otherwise.
    ///
    /// - Parameters:
    ///   - makeHandler: makes a handler for each thread or event loop that owns links. It serves all links of that
    ///     thread: their datagrams come to it with the link they came over, and
    ///     ``DatagramHandler/linkClosed(_:reason:)`` is called once for each of them.
    ///   - accepted: hears of each new link, before its first datagram and on the thread that owns it.
    func start<Handler: DatagramHandler & ~Copyable>(
        _ makeHandler: @escaping @Sendable () -> Handler, accepted: @escaping @Sendable (any Link) -> Void
    ) throws(TransportError)

    /// What the listener has done with those who came, so far.
    var admissions: ListenerStatistics { get }
}

/// What came of the connections to a listener: a snapshot.
public struct ListenerStatistics: Hashable, Sendable {
    /// Connections that proved the outer key.
    public var accepted: UInt64 = 0
    /// Strangers who were served what is for strangers.
    public var strangers: UInt64 = 0
    /// Connections that were closed for not getting on in time, or to make room.
    public var expired: UInt64 = 0
    /// Accepted links that are open now.
    public var open = 0

    /// Nothing yet.
    public init() {}
}
