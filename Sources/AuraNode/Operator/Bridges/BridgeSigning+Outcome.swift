public import AuraBridges

extension BridgeSigning {
    /// What was signed; nothing of it is secret, but it is meant for clients only.
    public struct Outcome: Sendable {
        /// The manifest.
        public let signed: SignedManifest
        /// Where it was written; `nil` when it was not.
        public let path: String?
        /// The serial number of the manifest that it replaced there; `nil` when there was none.
        public let replaced: UInt64?
        /// Whether nothing was known of earlier manifests of the authority.
        public let isFirst: Bool
        /// The file that a server watches; `nil` when no server.toml was needed.
        public let watchedPath: String?
        /// How the server's ports were known; `nil` when all were named.
        public let source: ServerPorts.Source?
        /// What the operator should look at.
        public let warnings: [BridgeWarning]

        /// Whether a server takes it by itself, and hands it to its clients.
        public var isWatched: Bool { path != nil && path == watchedPath }

        init(
            _ signed: SignedManifest, _ place: Place, isFirst: Bool, source: ServerPorts.Source?,
            warnings: [BridgeWarning]
        ) {
            (self.signed, self.isFirst, self.source, self.warnings) = (signed, isFirst, source, warnings)
            (path, watchedPath, replaced) = (place.path, place.watched, place.replaced?.serial)
        }
    }
}
