internal import Foundation

/// What `aura status --json` says, as far as the lab looks at it.
///
/// Written from the documentation, not shared with the program: a renamed key shows.
public struct NodeReading: Decodable, Sendable {
    /// Packet and byte counters.
    public struct Traffic: Decodable, Sendable, Equatable {
        /// Inner packets sent into the tunnel.
        public let txPackets: UInt64
        /// Bytes of those.
        public let txBytes: UInt64
        /// Inner packets that came out of the tunnel.
        public let rxPackets: UInt64
        /// Bytes of those.
        public let rxBytes: UInt64
        /// Dropped packets by reason.
        public let drops: [String: UInt64]

        /// The drops whose reason contains a word.
        public func drops(named word: String) -> UInt64 {
            drops.filter { $0.key.contains(word) }.values.reduce(0, +)
        }
    }

    /// One session.
    public struct Session: Decodable, Sendable {
        /// The name in the peer's certificate.
        public let peerName: String
        /// "established" when packets flow.
        public let state: String
        /// "udp", "tcp" or "quic".
        public let transport: String
        /// The peer's outer address and port.
        public let remoteAddress: String
        /// The client's inner addresses.
        public let innerAddresses: [String]
        /// Unix seconds of the newest handshake.
        public let lastHandshakeUnix: Int64
        /// What it carried.
        public let traffic: Traffic
    }

    /// The tunnel interface.
    public struct Interface: Decodable, Sendable {
        /// Its name.
        public let name: String
        /// Its MTU in bytes.
        public let mtu: Int
        /// Its inner addresses.
        public let addresses: [String]
        /// What the kernel does for the node; empty when that is off, `nil` when the node does not say.
        public let offloads: [String]?
        /// Queues of the device.
        public let queues: Int?
    }

    /// The split rules.
    public struct Split: Decodable, Sendable {
        /// "vpn" or "direct".
        public let defaultAction: String
        /// CIDRs into the tunnel.
        public let vpn: [String]
        /// CIDRs around it.
        public let direct: [String]
    }

    /// Handshakes since the start.
    public struct Handshakes: Decodable, Sendable {
        /// Good ones.
        public let accepted: UInt64
        /// Refused ones by reason.
        public let rejected: [String: UInt64]
    }

    /// "server" or "client".
    public let role: String
    /// The process id.
    public let pid: Int32
    /// Seconds since the start.
    public let uptimeSeconds: Int64
    /// The tunnel interface.
    public let interface: Interface
    /// Counters of the whole node.
    public let totals: Traffic
    /// All sessions.
    public let sessions: [Session]
    /// The split rules of a client.
    public let split: Split?
    /// Handshakes.
    public let handshakes: Handshakes
    /// How often a client came back.
    public let reconnects: UInt64
    /// All transports.
    public let transports: [TransportState]
    /// The link in use; `nil` on a server, and on a client without one.
    public let link: Link?
    /// The newest moves, the oldest first; `nil` on a server.
    public let moves: [Move]?
    /// All moves by reason; `nil` on a server.
    public let moveCounts: [String: UInt64]?

    /// The bridges manifest.
    public let bridges: Bridges?

    /// Reads JSON text.
    public init(json: String) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(NodeReading.self, from: Data(json.utf8))
    }
}
