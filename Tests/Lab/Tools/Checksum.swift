/// Checksums, by the machine's own tool: independent of the code under test.
public enum Checksum {
    /// The SHA-256 of a file, in lowercase hexadecimal.
    public static func sha256(ofFile path: String) async throws -> String {
        let text = try await Command.check(["sha256sum", path], within: .seconds(120))
        guard let digest = text.split(separator: " ").first, digest.count == 64 else {
            throw LabError.unreadable("sha256sum's answer", found: text)
        }
        return String(digest)
    }
}
