public import AuraWire

/// One live way to carry datagrams: opaque, unordered, unreliable.
///
/// A link knows nothing of what it carries beyond a datagram's type byte and its length. A UDP socket is one link that
/// carries many peers, and each entry of a batch names its remote. A link over a connection has one peer and ignores
/// `remote`.
///
/// How connections fit (TCP, QUIC): `send` puts the entries into a queue towards the event loop that owns the
/// connection, bounded by a named constant, and drops the newest when it is full, as a router does
/// (``LinkDropReason/queueFull``); the loop is woken once a batch. What only the connection itself knows - the TLS proof,
/// QUIC path changes - stays behind the link and shows only in ``maxDatagramSize`` and in the reason it closes with.
public protocol Link: AnyObject, Sendable {
    /// Unique in the process.
    var id: LinkID { get }
    /// What carries the datagrams.
    var transport: TransportKind { get }
    /// The local address, as bound; the address may be "any".
    var localAddress: SocketAddress { get }
    /// The largest data datagram, in bytes as the session makes it, that is expected to get through whole. It may change
    /// while the link lives, as the path does.
    var maxDatagramSize: Int { get }
    /// Counters so far.
    var statistics: LinkStatistics { get }

    /// Sends every entry to its remote and consumes the batch. May be called from several threads.
    ///
    /// Nothing is reported to the caller: what cannot be sent is dropped and counted by reason. The bytes of the batch
    /// are changed on the way.
    func send(_ batch: inout PacketBatch)

    /// Closes the link for the given reason; later calls do nothing. Returns when the handler has heard of it and has run
    /// for the last time, except when the handler itself is the caller.
    func close(_ reason: LinkCloseReason)
}
