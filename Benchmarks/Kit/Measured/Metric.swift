/// What is measured, each as one number. The raw value is its name in the file that `--json` writes.
public enum Metric: String, CaseIterable, Codable, Sendable {
    /// One TCP stream from the server to the client.
    case tcpDown = "tcp_down_mbit_s"
    /// One TCP stream from the client to the server.
    case tcpUp = "tcp_up_mbit_s"
    /// Four TCP streams from the server to the client, together.
    case streamsDown = "tcp_4_streams_down_mbit_s"
    /// Four TCP streams from the client to the server, together.
    case streamsUp = "tcp_4_streams_up_mbit_s"
    /// UDP datagrams with 64 bytes of payload that arrive at the server while as many as possible are sent.
    case smallPackets = "udp_64_byte_packets_s"
    /// UDP datagrams with 1,300 bytes of payload that arrive at the server while as many as possible are sent.
    case largePackets = "udp_1300_byte_packets_s"
    /// The middle round trip while nothing else goes over the path.
    case roundTrip = "idle_round_trip_ms"
    /// What of ``roundTrip`` the bare wire does not take.
    case addedRoundTrip = "added_round_trip_ms"
    /// Time of the processors, user and system, that the VPN's processes at both ends take for a billion bytes of
    /// TCP payload, while ``tcpDown`` is measured.
    case processorTime = "cpu_s_per_gb"
    /// The most memory that one of the VPN's processes ever had in RAM.
    case peakMemory = "peak_memory_mb"

    /// For charts: what it is, without the unit.
    public var title: String {
        switch self {
        case .tcpDown: "One TCP stream, server to client"
        case .tcpUp: "One TCP stream, client to server"
        case .streamsDown: "Four TCP streams, server to client"
        case .streamsUp: "Four TCP streams, client to server"
        case .smallPackets: "UDP, 64 bytes of payload, received"
        case .largePackets: "UDP, 1,300 bytes of payload, received"
        case .roundTrip: "Idle round trip"
        case .addedRoundTrip: "Idle round trip added over the bare wire"
        case .processorTime: "Processor time of the VPN, both ends"
        case .peakMemory: "Peak memory of the VPN, larger end"
        }
    }

    /// For the heads of tables: short, without the unit.
    public var heading: String {
        switch self {
        case .tcpDown: "TCP down"
        case .tcpUp: "TCP up"
        case .streamsDown: "4 TCP down"
        case .streamsUp: "4 TCP up"
        case .smallPackets: "UDP 64 B"
        case .largePackets: "UDP 1300 B"
        case .roundTrip: "round trip"
        case .addedRoundTrip: "round trip added"
        case .processorTime: "CPU"
        case .peakMemory: "memory"
        }
    }

    /// The unit, as people write it.
    public var unit: String {
        switch self {
        case .tcpDown, .tcpUp, .streamsDown, .streamsUp: "Mbit/s"
        case .smallPackets, .largePackets: "packets/s"
        case .roundTrip, .addedRoundTrip: "ms"
        case .processorTime: "s/GB"
        case .peakMemory: "MB"
        }
    }

    /// Digits after the point in tables.
    public var digits: Int {
        switch self {
        case .tcpDown, .tcpUp, .streamsDown, .streamsUp, .smallPackets, .largePackets: 0
        case .roundTrip, .addedRoundTrip: 3
        case .processorTime: 2
        case .peakMemory: 1
        }
    }

    /// Whether a larger number is the better one.
    public var isMoreBetter: Bool {
        switch self {
        case .tcpDown, .tcpUp, .streamsDown, .streamsUp, .smallPackets, .largePackets: true
        case .roundTrip, .addedRoundTrip, .processorTime, .peakMemory: false
        }
    }
}
