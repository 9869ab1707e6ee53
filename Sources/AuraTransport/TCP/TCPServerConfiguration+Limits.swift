internal import AuraWire

extension TCPServerConfiguration {
    /// How many connections that have not proved the outer key a listener holds, and for how long. When there are too
    /// many the oldest of them is closed.
    public struct Limits: Hashable, Sendable {
        /// Bounds of one kind of connection.
        public struct Room: Hashable, Sendable {
            /// Connections in all.
            public var total: Int
            /// Connections from one IPv4 address or one IPv6 /64.
            public var perSource: Int

            /// Makes the bounds from their parts.
            public init(total: Int, perSource: Int) {
                self.total = total
                self.perSource = perSource
            }
        }

        /// Before the end of the TLS handshake.
        public var connecting = Room(total: TCPLimits.connecting.total, perSource: TCPLimits.connecting.perSource)
        /// Before it is known whether the first request is a client's.
        public var greeted = Room(total: TCPLimits.greeted.total, perSource: TCPLimits.greeted.perSource)
        /// Served the website.
        public var visitors = Room(total: TCPLimits.visitors.total, perSource: TCPLimits.visitors.perSource)
        /// Links: connections that have proved the outer key, which any client can do any number of times. Further ones
        /// are strangers.
        public var links = Room(total: TCPLimits.links.total, perSource: TCPLimits.links.perSource)
        /// From accepting to the end of the TLS handshake.
        public var handshake = Duration.milliseconds(TCPLimits.handshakeMilliseconds)
        /// From accepting to a good first request, or to the website's first answer.
        public var firstRequest = Duration.milliseconds(TCPLimits.firstRequestMilliseconds)
        /// How long somebody who is served the website may do nothing.
        public var visitorIdle = Duration.milliseconds(TCPLimits.visitorIdleMilliseconds)

        /// The defaults above.
        public init() {}
    }
}

extension TCPServerConfiguration.Limits {
    /// The same, with room for half as many connections as the process may have files at most, and for a quarter as many
    /// links.
    func fitting(descriptors: Int) -> Self {
        let wanted = connecting.total + greeted.total + visitors.total
        let allowed = max(descriptors / 2, 8)
        var fitted = self
        fitted.links.total = min(links.total, max(1, descriptors / 4))
        guard wanted > allowed else { return fitted }
        for path in [\Self.connecting, \Self.greeted, \Self.visitors] {
            fitted[keyPath: path].total = max(1, self[keyPath: path].total * allowed / wanted)
            fitted[keyPath: path].perSource = max(1, self[keyPath: path].perSource * allowed / wanted)
        }
        return fitted
    }

    func room(for stage: Admissions.Stage) -> WaitingRoom {
        let room =
            switch stage {
            case .connecting: connecting
            case .greeted: greeted
            case .visiting: visitors
            }
        return WaitingRoom(total: room.total, perSource: room.perSource)
    }
}
