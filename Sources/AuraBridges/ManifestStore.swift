public import AuraPKI

/// The file in which a reader keeps the newest manifest over restarts: without it, an older one could be passed off on
/// a reader that starts anew.
public struct ManifestStore: Sendable {
    /// Where it is.
    public let path: String

    /// A store at a path; nothing need be there.
    public init(path: String) {
        self.path = path
    }

    /// What was kept, unverified; `nil` when nothing was.
    public func load() throws(FileError) -> [UInt8]? {
        do throws(FileError) {
            return try BoundedFile.load(path, limit: ManifestLimits.maximumBytes)
        } catch .missing {
            return nil
        } catch {
            throw error
        }
    }

    /// Keeps a manifest in place of the one before.
    public func save(_ manifest: SignedManifest) throws(FileError) {
        try AtomicFile.write(manifest.bytes, to: path, mode: 0o600, overwrite: true)
    }
}
