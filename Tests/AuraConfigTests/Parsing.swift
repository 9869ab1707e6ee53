import AuraConfig

/// The two kinds of file, read from memory.
enum Parsing {
    static func server(_ text: String) throws(ConfigurationError) -> ServerConfiguration {
        try ServerConfiguration(parsing: ConfigurationText(text, path: "/etc/aura/server.toml"))
    }

    static func profile(_ text: String) throws(ConfigurationError) -> ClientProfile {
        try ClientProfile(parsing: ConfigurationText(text, path: "/home/alice/alice.toml"))
    }

    static func problems(_ kind: ConfigurationFile.Kind, _ text: String) -> [ConfigurationProblem] {
        do {
            switch kind {
            case .server: _ = try server(text)
            case .profile: _ = try profile(text)
            }
            return []
        } catch {
            return error.problems
        }
    }

    /// The problems of the valid file of a kind after one change.
    static func problems(_ kind: ConfigurationFile.Kind, changing old: String, to new: String) -> [ConfigurationProblem]
    {
        let text = kind == .server ? Fixtures.server : Fixtures.profile
        let changed = text.replacing(old, with: new, maxReplacements: 1)
        return problems(kind, changed)
    }
}
