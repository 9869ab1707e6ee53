public import AuraWire

/// A server's tunnel.
public struct ServerTunnel: Hashable, Sendable {
    /// The name of the interface.
    public var interface: InterfaceName
    /// The block that IPv4 addresses are given from: a /8 to a /30.
    public var pool: CIDR
    /// The block that IPv6 addresses are given from: a /48 to a /112.
    public var pool6: CIDR
    /// Bytes of the largest inner packet, in ``ConfigurationLimits/mtu``.
    public var mtu: Int
    /// DNS servers that clients are told.
    public var dns: [IPAddress]
    /// The time between keepalives.
    public var keepalive: Duration
    /// Whether clients may reach one another.
    public var allowClientToClient: Bool
    /// The most clients at once.
    public var maximumClients: Int
    /// Whether the kernel cuts, joins and checksums packets where it can.
    public var offload: Bool
    /// How long an idle thread looks for packets before it sleeps, in whole microseconds, in
    /// ``ConfigurationLimits/busyPollMicroseconds``; zero is not at all.
    public var busyPoll: Duration
    /// Queues of the device and sockets of the udp transport, in ``ConfigurationLimits/queues``; nil for as many as
    /// ``standardQueues(processors:)`` says.
    public var queues: Int?

    /// The default of ``pool``, 10.77.0.0/16.
    public static let standardPool = CIDR(host: .v4(IPv4Address(bits: 0x0a4d_0000))).widened(to: 16)
    /// The default of ``mtu`` in bytes: its datagrams fit into the packets of all transports, those of QUIC on a path of
    /// 1,440 bytes included.
    public static let standardMTU = 1320
    /// The default of ``keepalive``.
    public static let standardKeepalive = Duration.seconds(15)
    /// The default of ``maximumClients``.
    public static let standardMaximumClients = 1000
    /// The default of ``offload``.
    public static let standardOffload = true
    /// The default of ``busyPoll``.
    public static let standardBusyPoll = Duration.zero
    /// The most queues that a server has unless more are configured: beyond it, what clients share costs more than
    /// another queue brings.
    public static let maximumStandardQueues = 4

    /// The number of queues where none is configured: one for each processor, at least 1 and at most
    /// ``maximumStandardQueues``.
    public static func standardQueues(processors: Int) -> Int {
        min(max(processors, ConfigurationLimits.queues.lowerBound), maximumStandardQueues)
    }

    /// Makes a tunnel of its parts.
    public init(
        interface: InterfaceName = .standard, pool: CIDR = standardPool, pool6: CIDR, mtu: Int = standardMTU,
        dns: [IPAddress] = [], keepalive: Duration = standardKeepalive, allowClientToClient: Bool = false,
        maximumClients: Int = standardMaximumClients, offload: Bool = standardOffload,
        busyPoll: Duration = standardBusyPoll, queues: Int? = nil
    ) {
        self.interface = interface
        self.pool = pool
        self.pool6 = pool6
        self.mtu = mtu
        self.dns = dns
        self.keepalive = keepalive
        self.allowClientToClient = allowClientToClient
        self.maximumClients = maximumClients
        self.offload = offload
        self.busyPoll = busyPoll
        self.queues = queues
    }
}

extension CIDR {
    /// The block of `length` bits around this one, or this one when the length is out of range.
    fileprivate func widened(to length: Int) -> CIDR {
        CIDR(containing: address, prefixLength: length) ?? self
    }
}
