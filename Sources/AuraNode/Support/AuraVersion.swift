/// The program's version.
public enum AuraVersion {
    /// Semantic version, as in CHANGELOG.md.
    public static let text = "3.4.0"
}
