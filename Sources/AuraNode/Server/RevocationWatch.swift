internal import AuraPKI
internal import Foundation
internal import Logging

/// Reads the list of revoked certificates again when its file has changed.
struct RevocationWatch: Sendable {
    /// How often the file is looked at.
    static let interval = Duration.seconds(2)

    /// Checks clients with the list as it was at the start.
    let verifier: PeerVerifier
    private let path: String
    private let logger: Logger

    init(path: String, authority: String, logger: Logger) throws(NodeError) {
        let revocations: RevocationList
        do { revocations = try RevocationList(contentsOf: path) } catch { throw .revocations(error) }
        verifier = try PKILoading.verifier(authority: authority, expecting: .client, revocations: revocations)
        self.path = path
        self.logger = logger
    }

    /// Runs until its task is cancelled. A list that cannot be read leaves the last good one in force.
    func run(telling mailbox: Mailbox<NodeEvent>) async {
        var seen = stamp()
        while (try? await Task.sleep(for: Self.interval)) != nil {
            let current = stamp()
            guard current != seen else { continue }
            seen = current
            do {
                var verifier = verifier
                verifier.revocations = try RevocationList(contentsOf: path)
                mailbox.post(.verifier(verifier))
                logger.info("Read the revoked certificates again", metadata: ["count": "\(verifier.revocations.count)"])
            } catch {
                logger.error("The list of revoked certificates stays as it was", metadata: ["error": "\(error)"])
            }
        }
    }

    private struct Stamp: Equatable {
        let changed: Date?
        let size: UInt64
        let file: UInt64
    }

    private func stamp() -> Stamp? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
        return Stamp(
            changed: attributes[.modificationDate] as? Date, size: attributes[.size] as? UInt64 ?? 0,
            file: attributes[.systemFileNumber] as? UInt64 ?? 0)
    }
}
