/// How a client's QUIC link is made.
public struct QUICClientConfiguration: Hashable, Sendable {
    /// The host name to ask for (SNI); `nil`, or an address, asks for none.
    public var serverName: String?
    /// SHA-256 of each certificate in DER that the server may show; empty accepts any. Who the server is, the session
    /// inside finds out for itself.
    public var pins: Set<[UInt8]> = []
    /// Mark for policy routing (SO_MARK), as in ``UDPConfiguration/mark``.
    public var mark: UInt32?
    /// How long a link may take to come about.
    public var timeout: Duration = .seconds(5)
    /// Socket buffer wanted for each direction, in bytes; the system may grant less.
    public var bufferBytes: Int32 = 4 << 20
    /// Limits of segmented sends (UDP_SEGMENT); `nil` sends every datagram by itself.
    public var segmentation: SegmentLimits? = .standard
    /// As in ``UDPConfiguration/busyPoll``.
    public var busyPoll = Duration.zero

    /// The defaults above.
    public init(serverName: String? = nil) {
        self.serverName = serverName
    }
}
