internal import AuraWire

/// One message of the socket: a datagram or a run of them that the kernel joined.
struct ReceivedMessage {
    var remote: SocketAddress
    /// The address it was sent to, when the kernel said.
    var local: LocalSource?
    /// Its datagrams in the batch.
    var entries: Range<Int>
}
