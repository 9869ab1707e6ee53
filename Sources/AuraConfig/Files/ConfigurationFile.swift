/// What a configuration file is.
public enum ConfigurationFile {
    /// The kinds of files that Aura reads.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A server's configuration, server.toml.
        case server
        /// A client's profile.
        case profile
    }

    /// Tells which kind a text is by the keys that only one kind has, so that a misspelt key or a missing table does not
    /// matter. Throws when it is no TOML, or when the keys do not tell.
    public static func kind(of text: ConfigurationText) throws(ConfigurationError) -> Kind {
        let root = try TOMLDocument(text).root
        let (server, profile) = (serverSigns(root), profileSigns(root))
        guard server != profile else { throw unclear(text.path, hasSigns: server > 0) }
        return server > profile ? .server : .profile
    }

    private static func serverSigns(_ root: [String: TOMLNode]) -> Int {
        count(ServerKeys.Server.self, in: root["server"]) + count(ServerKeys.Transports.self, in: root["transport"])
            + count(ServerKeys.Decoy.self, in: root["decoy"])
            + ["pool", "pool6", "mtu", "dns"].count { keys(of: root["tunnel"]).contains($0) }
    }

    private static func profileSigns(_ root: [String: TOMLNode]) -> Int {
        count(ProfileKeys.Client.self, in: root["client"]) + count(ProfileKeys.PKI.self, in: root["pki"])
            + count(ProfileKeys.Server.self, in: root["server"])
            + count(ProfileKeys.Transport.self, in: root["transport"])
            + ["manifest", "url", "keep"].count { keys(of: root["bridges"]).contains($0) }
            + ["default", "split"].count { keys(of: root["tunnel"]).contains($0) }
    }

    private static func count<Key: ConfigurationKey>(_: Key.Type, in node: TOMLNode?) -> Int {
        let keys = keys(of: node)
        return Key.allCases.count { keys.contains($0.rawValue) }
    }

    private static func keys(of node: TOMLNode?) -> Set<String> {
        if case .table(let table) = node { Set(table.keys) } else { [] }
    }

    private static func unclear(_ path: String, hasSigns: Bool) -> ConfigurationError {
        ConfigurationError(
            ConfigurationProblem(
                file: path, found: hasSigns ? "keys of both kinds of file" : "no keys of Aura's",
                expected: "a server.toml ([server] with public_host, [tunnel] with pool) or a profile ([client], [pki])"
            ))
    }
}
