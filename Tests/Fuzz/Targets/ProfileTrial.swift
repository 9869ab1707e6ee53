internal import AuraConfig

/// A profile: what parses is of the right kind, and renders to what parses to the same.
enum ProfileTrial {
    static func run(_ bytes: [UInt8]) throws(BrokenPromise) -> FuzzTarget.Outcome {
        let text = ConfigurationText(bytes: bytes, path: path)
        guard let profile = try MessageCheck.value(of: text, ClientProfile.init(parsing:)) else { return .refused }
        try KindCheck.expect(.profile, of: text)
        let rendered = ConfigurationText(profile.rendered(), path: path)
        guard try MessageCheck.value(of: rendered, ClientProfile.init(parsing:)) == profile else {
            throw BrokenPromise("a profile that was read does not come back from its rendered form")
        }
        return .accepted
    }

    private static let path = "/home/alice/alice.toml"
}
