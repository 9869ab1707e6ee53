internal import AuraSession
internal import AuraWire

/// Which session a packet from the device goes into. Changed by the control thread, read by those that move packets.
final class SessionRoutes: Sendable {
    /// The routes at one moment.
    struct Snapshot: Sendable {
        var v4: [IPv4Address: Session] = [:]
        var v6: [IPv6Address: Session] = [:]
        /// Where everything else goes: a client has one session for all.
        var fallback: Session?

        func session(for destination: IPAddress) -> Session? {
            switch destination {
            case .v4(let address): v4[address] ?? fallback
            case .v6(let address): v6[address] ?? fallback
            }
        }
    }

    /// The routes now, for readers.
    let current = Published(Snapshot())

    /// Routes the addresses of a client to its session.
    func add(_ session: Session) {
        current.change { routes in
            if let address = session.peerAddresses.v4 { routes.v4[address] = session }
            if let address = session.peerAddresses.v6 { routes.v6[address] = session }
        }
    }

    /// Takes away the routes to `session`, and no others.
    func remove(_ session: Session) {
        current.change { routes in
            if let address = session.peerAddresses.v4, routes.v4[address] === session { routes.v4[address] = nil }
            if let address = session.peerAddresses.v6, routes.v6[address] === session { routes.v6[address] = nil }
            if routes.fallback === session { routes.fallback = nil }
        }
    }

    /// Routes everything to `session`.
    func setFallback(_ session: Session?) {
        current.change { $0.fallback = session }
    }
}

/// The route that was asked for last, for the next packet most likely goes the same way.
struct RecentRoute: Sendable {
    private var destination: IPAddress?
    private var session: Session?

    mutating func session(for destination: IPAddress, in routes: borrowing SessionRoutes.Snapshot) -> Session? {
        if self.destination == destination { return session }
        self.destination = destination
        session = routes.session(for: destination)
        return session
    }
}
