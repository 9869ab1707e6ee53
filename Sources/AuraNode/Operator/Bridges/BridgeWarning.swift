public import AuraWire
public import Foundation

/// What an operator should look at, although what was asked for has been done.
public enum BridgeWarning: Sendable, Equatable {
    /// The record of bound ports is this many days old.
    case oldSnapshot(path: String, days: Int)
    /// The record of bound ports is dated later than the present time.
    case snapshotFromFuture(path: String, boundAt: Date)
    /// server.toml was changed after the ports were bound.
    case snapshotOutdated(path: String, configuration: String)
    /// The record of bound ports cannot be used.
    case snapshotUnusable(reason: String)
    /// A transport that server.toml enables was not bound.
    case notBound(TransportKind, path: String)
    /// A transport was bound that server.toml disables.
    case notEnabled(TransportKind, path: String)
    /// A transport listens where nobody else gets at it.
    case listensPrivately(TransportKind, SocketAddress)
    /// A host that was signed and cannot be reached from elsewhere.
    case limitedHost(String, HostReach)
    /// The server's manifest is not in the profile.
    case manifestLeftOut(path: String, reason: String)
    /// The server has other ports than the profile says, and there is no manifest that tells them.
    case portsMoved(ports: String, configuration: String)
    /// The server has other ports than the manifest says.
    case manifestOutdated(path: String, ports: String, configuration: String)
}

extension BridgeWarning: CustomStringConvertible {
    /// What was found and what to do, in one line.
    public var description: String {
        switch self {
        case .limitedHost(let host, let reach):
            "\(host) can be reached \(reach == .link ? "on its own link" : "from that host") only; clients elsewhere cannot dial it"
        case .manifestLeftOut(let path, let reason):
            """
            \(path) is not in the profile, which has the server's own ports only: \(reason); when that is mended, provision \
            again
            """
        case .portsMoved(let ports, let configuration):
            """
            the server holds \(ports), which is not what server.toml and the profile say; run \
            "aura sign-bridges --from-runtime \(configuration)", then provision again
            """
        case .manifestOutdated(let path, let ports, let configuration):
            """
            the server holds \(ports), which is not what \(path) says; run \
            "aura sign-bridges --from-runtime \(configuration)", then provision again
            """
        default: snapshotDescription
        }
    }

    private var snapshotDescription: String {
        switch self {
        case .oldSnapshot(let path, let days):
            "\(path) is \(days) days old; compare it with \"aura status\" on the server"
        case .snapshotFromFuture(let path, let boundAt):
            "\(path) is dated \(boundAt.ISO8601Format()), which is yet to come: a clock is wrong"
        case .snapshotOutdated(let path, let configuration):
            "\(configuration) was changed after \(path) was written; restart the server, then sign again"
        case .snapshotUnusable(let reason): reason
        case .notBound(let kind, let path):
            "\(kind.rawValue) is enabled but has no port in \(path): it is not in the manifest; the server's log says why"
        case .notEnabled(let kind, let path):
            "\(kind.rawValue) has a port in \(path) but is disabled in server.toml; restart the server, then sign again"
        case .listensPrivately(let kind, let address):
            "\(kind.rawValue) listens on \(address), where clients elsewhere do not get unless something forwards it"
        default: ""
        }
    }
}
