/// How a UDP socket is set up.
public struct UDPConfiguration: Hashable, Sendable {
    /// Socket buffer wanted for each direction, in bytes; the system may grant less.
    public var bufferBytes: Int32 = 4 << 20
    /// Mark for policy routing (SO_MARK), so that the tunnel's own packets can be kept out of the tunnel. Linux only;
    /// needs CAP_NET_ADMIN.
    public var mark: UInt32?
    /// Limits of segmented sends (UDP_SEGMENT); `nil` sends every datagram by itself.
    public var segmentation: SegmentLimits? = .standard
    /// Lets the kernel join received datagrams (UDP_GRO).
    public var joinsReceived = true
    /// Largest IP packet that the path is taken to carry whole, in bytes. Datagrams are never fragmented.
    public var pathMTU = 1500
    /// How long the receiver goes on to ask for more after the last datagram, before it sleeps. It saves the time of a
    /// wake-up and costs a processor; zero, the default, costs none.
    public var busyPoll = Duration.zero

    /// The defaults above.
    public init() {}
}
