internal import AuraPKI
internal import Logging

/// Reads the list of revoked certificates again when its file has changed.
struct RevocationWatch: Sendable {
    /// How often the file is looked at.
    static let interval = Duration.seconds(2)

    /// Checks clients with the list as it was at the start.
    let verifier: PeerVerifier
    private let path: String
    private let first: FileStamp?
    private let logger: Logger

    init(path: String, authority: String, logger: Logger) throws(NodeError) {
        // Before the list: a change in between is then seen as one.
        first = FileStamp(path)
        let revocations: RevocationList
        do { revocations = try RevocationList(contentsOf: path) } catch { throw .revocations(error) }
        verifier = try PKILoading.verifier(authority: authority, expecting: .client, revocations: revocations)
        self.path = path
        self.logger = logger
    }

    /// Runs until its task is cancelled. A list that cannot be read leaves the last good one in force.
    func run(telling mailbox: Mailbox<NodeEvent>) async {
        var seen = first
        while (try? await Task.sleep(for: Self.interval)) != nil {
            let current = FileStamp(path)
            guard current != seen else { continue }
            guard current != nil || seen == nil else {
                logger.error(
                    "The list of revoked certificates is gone; the last one stays in force",
                    metadata: ["file": "\(path)"])
                seen = nil
                continue
            }
            do {
                var verifier = verifier
                verifier.revocations = try RevocationList(contentsOf: path)
                mailbox.post(.verifier(verifier))
                seen = current
                logger.info("Read the revoked certificates again", metadata: ["count": "\(verifier.revocations.count)"])
            } catch {
                logger.error("The list of revoked certificates stays as it was", metadata: ["error": "\(error)"])
            }
        }
    }
}
