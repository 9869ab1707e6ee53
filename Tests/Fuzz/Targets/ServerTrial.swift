internal import AuraConfig

/// server.toml: what parses is of the right kind, and renders to what parses to the same.
enum ServerTrial {
    static func run(_ bytes: [UInt8]) throws(BrokenPromise) -> FuzzTarget.Outcome {
        let text = ConfigurationText(bytes: bytes, path: path)
        guard let configuration = try MessageCheck.value(of: text, ServerConfiguration.init(parsing:)) else {
            return .refused
        }
        try KindCheck.expect(.server, of: text)
        let rendered = ConfigurationText(configuration.rendered(), path: path)
        guard try MessageCheck.value(of: rendered, ServerConfiguration.init(parsing:)) == configuration else {
            throw BrokenPromise("a server.toml that was read does not come back from its rendered form")
        }
        return .accepted
    }

    private static let path = "/etc/aura/server.toml"
}
