/// A parser of foreign text that is tried with arbitrary bytes.
public enum FuzzTarget: String, CaseIterable, Sendable {
    /// A server's configuration, server.toml.
    case server
    /// A client's profile.
    case profile
    /// A server's record of what it bound.
    case snapshot
    /// A signed manifest of bridges.
    case manifest
    /// What names a bridge or a web address in one argument.
    case endpoint

    /// What a parser made of an input.
    public enum Outcome: Sendable, Hashable {
        /// It was read.
        case accepted
        /// It was refused, with a message that is fit to print.
        case refused
    }

    /// Tries one input of any length. Throws when something that the parser promises does not hold; an input that stops
    /// the process is what there must not be.
    public func run(_ bytes: [UInt8]) throws(BrokenPromise) -> Outcome {
        switch self {
        case .server: try ServerTrial.run(bytes)
        case .profile: try ProfileTrial.run(bytes)
        case .snapshot: try SnapshotTrial.run(bytes)
        case .manifest: try Self.manifestTrial().run(bytes)
        case .endpoint: try EndpointTrial.run(bytes)
        }
    }

    private static let sharedManifestTrial = try? ManifestTrial()

    private static func manifestTrial() throws(BrokenPromise) -> ManifestTrial {
        guard let trial = sharedManifestTrial else { throw BrokenPromise("the authority of the trials is not usable") }
        return trial
    }
}
