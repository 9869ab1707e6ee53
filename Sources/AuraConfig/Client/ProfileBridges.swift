/// Where a client finds bridges manifests. All of it may be missing; nothing of it is verified here.
public struct ProfileBridges: Hashable, Sendable {
    /// A signed manifest, byte for byte as it was signed; ``manifestText(_:)`` makes it of bytes.
    public var manifest: String?
    /// A file that is watched for a newer one.
    public var file: ConfiguredPath?
    /// An address on the web where a newer one is looked for.
    public var url: BridgesURL?
    /// Where the newest good one is kept; `nil` when the profile does not say and was not read by
    /// ``ClientProfile/load(_:)``, which fills in ``standardKeep(of:)``.
    public var keep: ConfiguredPath?

    /// Makes a set of its parts.
    public init(
        manifest: String? = nil, file: ConfiguredPath? = nil, url: BridgesURL? = nil, keep: ConfiguredPath? = nil
    ) {
        self.manifest = manifest
        self.file = file
        self.url = url
        self.keep = keep
    }

    /// What is appended to the path of a profile for the default of ``keep``.
    public static let keepSuffix = ".bridges"

    /// Where the newest manifest is kept unless the profile at a path says otherwise: beside it, and sorted next to it.
    /// `nil` when the profile's name cannot be part of a path in a profile.
    public static func standardKeep(of profile: String) -> ConfiguredPath? {
        let text = ConfigurationText("", path: profile)
        let name = profile.lastIndex(of: "/").map { profile[profile.index(after: $0)...] } ?? profile[...]
        return ConfiguredPath(name + keepSuffix, in: text.directory)
    }

    /// A manifest's bytes as a text that a profile can carry; `nil` when they are not UTF-8, have a NUL, or are more than
    /// ``ConfigurationLimits/maximumStringBytes``. What the text holds is not looked at.
    public static func manifestText(_ bytes: [UInt8]) -> String? {
        guard bytes.count <= ConfigurationLimits.maximumStringBytes, !bytes.contains(0) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// True when more may be known than the profile's own server.
    var mayBringMore: Bool { manifest != nil || file != nil || url != nil }
}

extension ProfileBridges {
    /// Whether two values are written alike. Texts that only look the same (in Unicode, canonically equivalent) are not the
    /// same manifest: a signature covers bytes.
    public static func == (left: ProfileBridges, right: ProfileBridges) -> Bool {
        left.manifest.map { Array($0.utf8) } == right.manifest.map { Array($0.utf8) } && left.file == right.file
            && left.url == right.url && left.keep == right.keep
    }
}
