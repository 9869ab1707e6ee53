extension NodeReading {
    /// One transport. What makes no sense on a node, or is not known, is `nil`.
    public struct TransportState: Decodable, Sendable {
        /// "udp", "tcp" or "quic".
        public let name: String
        /// "listening", "connected", "connecting", "off" or "failed".
        public let state: String
        /// The bound address of a server, the server's address on a client.
        public let address: String
        /// More about the state.
        public let detail: String?
        /// Whether a client's packets take it now.
        public let inUse: Bool?
        /// The newest round trip, in milliseconds.
        public let roundTripMs: Double?
        /// The largest datagram of the session that fits the path, in bytes.
        public let pathPayloadBytes: Int?
        /// How often a client has tried to connect.
        public let attempts: UInt64?
        /// What went wrong, by reason.
        public let failures: [String: UInt64]?
        /// The newest of that.
        public let lastFailure: Failure?
        /// Open links of a server.
        public let links: Int?
        /// Links that a server has accepted.
        public let accepted: UInt64?
        /// Connections that did not prove the outer key.
        public let strangers: UInt64?
    }

    /// Why a connection could not be made or broke.
    public struct Failure: Decodable, Sendable {
        /// In one word.
        public let reason: String
        /// In more.
        public let detail: String?
        /// When, in Unix seconds.
        public let atUnix: Int64
    }

    /// The link that a client's packets take now.
    public struct Link: Decodable, Sendable {
        /// Its transport.
        public let transport: String
        /// The server's address and port.
        public let remoteAddress: String
    }

    /// A change of the link.
    public struct Move: Decodable, Sendable, Equatable, CustomStringConvertible {
        /// When, in Unix seconds.
        public let atUnix: Int64
        /// The transport before.
        public let from: String
        /// The transport after.
        public let to: String
        /// Why, in one word.
        public let reason: String
        /// How long nothing came from the server, in milliseconds.
        public let gapMs: Double?

        /// For messages and the demo.
        public var description: String {
            "\(from) -> \(to) (\(reason)\(gapMs.map { ", \(Int($0)) ms" } ?? ""))"
        }
    }

    /// A transport by its name.
    public func transport(_ transport: Transport) -> TransportState? {
        transports.first { $0.name == transport.rawValue }
    }

    /// All moves since the start.
    public var moveCount: UInt64 { (moveCounts ?? [:]).values.reduce(0, +) }
}
