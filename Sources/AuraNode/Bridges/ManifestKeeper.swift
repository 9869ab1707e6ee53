internal import AuraBridges
internal import AuraPKI
internal import Logging
internal import Synchronization

/// Writes the newest manifest to where a client keeps it, one after the other, and away from the control thread, which
/// must not wait for the disk.
final class ManifestKeeper: Sendable {
    private let store: ManifestStore?
    private let logger: Logger
    private let last = Mutex<Task<Void, Never>?>(nil)

    init(path: String?, logger: Logger) {
        store = path.map { ManifestStore(path: $0) }
        self.logger = logger
    }

    /// What was kept, unverified; `nil` when nothing was.
    func load() throws(FileError) -> [UInt8]? {
        try store?.load()
    }

    /// Keeps a manifest in place of the one before.
    func keep(_ manifest: SignedManifest) {
        guard let store else { return }
        last.withLock { last in
            last = Task { [before = last, logger] in
                await before?.value
                do throws(FileError) {
                    try store.save(manifest)
                } catch {
                    logger.warning(
                        "The bridges manifest cannot be kept: after a restart an older one may be taken",
                        metadata: ["error": "\(error)"])
                }
            }
        }
    }

    /// Returns when everything is written.
    func finished() async {
        await last.withLock { $0 }?.value
    }
}
