public import AuraWire

extension ClientProfile {
    /// This profile with one transport only, whatever its order says.
    ///
    /// Throws when the server offers no such transport.
    public func pinned(to kind: TransportKind) throws(TransportNotOffered) -> ClientProfile {
        // A manifest may name ports that the profile does not.
        guard server[kind] != nil || bridges.mayBringMore else {
            throw TransportNotOffered(wanted: kind, offered: TransportKind.allCases.filter { server[$0] != nil })
        }
        var profile = self
        profile.transportOrder = [kind]
        return profile
    }
}

/// A profile has no port for a transport that was asked for.
public struct TransportNotOffered: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was asked for.
    public let wanted: TransportKind
    /// What the profile has ports for.
    public let offered: [TransportKind]

    /// What was found, and what to do.
    public var description: String {
        let names = offered.map(\.rawValue).joined(separator: ", ")
        return """
            the profile has no port for \(wanted.rawValue), but for: \(names.isEmpty ? "none" : names); choose one of \
            these, or add "\(wanted.rawValue) = PORT" to [server] in the profile if the server offers it
            """
    }
}
