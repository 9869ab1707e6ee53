/// The bounds of a manifest.
public enum ManifestLimits {
    /// The largest manifest in bytes, its signature included.
    public static let maximumBytes = 1 << 20
    /// The most endpoints.
    public static let maximumEndpoints = 1_000
    /// The most entries of the list that readers of version 3.3 use: three for each endpoint.
    public static let maximumBridges = 3 * maximumEndpoints
    /// Serial numbers: what a TOML integer holds, and 0 is for "none seen".
    public static let serials: ClosedRange<UInt64> = 1...UInt64(Int64.max)
    /// Seconds since 1970 until the year 9999.
    public static let times: ClosedRange<Int64> = 0...253_402_300_799
    /// How far in the future a manifest may have been signed: clocks differ.
    public static let clockTolerance = Duration.seconds(300)
}
