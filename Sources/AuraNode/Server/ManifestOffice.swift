internal import AuraBridges
internal import AuraPKI
internal import AuraSession
internal import Foundation
internal import Logging
internal import Synchronization

/// Finds the bridges manifest that the server hands to its clients: what its file holds, when that verifies.
final class ManifestOffice: Sendable {
    /// A manifest that ends within this time is worth a warning.
    static let nearEnd: TimeInterval = 7 * 86_400

    private struct State {
        var book: ManifestBook
        var record = ManifestRecord()
        /// The serial number of what is handed out now.
        var offered: UInt64?
        /// What was refused for the time alone.
        var premature = PrematureManifests()
        /// When the near end was last spoken of.
        var warned: Date?

        /// Takes a manifest if it is newer and verifies; nil for the one that is there already.
        mutating func offer(
            _ bytes: [UInt8], from source: ManifestSource, now: Date
        ) throws(ManifestRejection) -> Manifest? {
            guard try book.offer(bytes, now: now), let manifest = book.newest?.manifest else { return nil }
            record.take(manifest, from: source)
            return manifest
        }
    }

    private let state: Mutex<State>
    private let watch: ManifestWatch
    private let logger: Logger

    /// Makes the office for one authority's manifests.
    init(path: String, authority: String, logger: Logger) throws(NodeError) {
        let verifier: ManifestVerifier
        do { verifier = try ManifestVerifier(authorityPEM: authority) } catch { throw .pki(error) }
        state = Mutex(State(book: ManifestBook(verifier: verifier)))
        watch = ManifestWatch(path: path, logger: logger)
        self.logger = logger
    }

    /// What is told of it.
    func record() -> ManifestRecord { state.withLock { $0.record } }

    /// Runs until its task is cancelled.
    func run(telling mailbox: Mailbox<NodeEvent>) async {
        await watch.run {
            take($0, now: Date())
        } looked: {
            let now = Date()
            reconsider(now: now)
            offer(to: mailbox, now: now)
            warn(now: now)
        }
    }

    private func take(_ bytes: [UInt8], now: Date) {
        do throws(ManifestRejection) {
            let manifest = try state.withLock { state throws(ManifestRejection) -> Manifest? in
                try state.offer(bytes, from: .file, now: now)
            }
            guard let manifest else { return }
            logger.info("Bridges manifest", metadata: manifest.logMetadata)
        } catch {
            state.withLock { state in
                state.record.refuse(error, now: now)
                state.premature.note(error, of: bytes, from: .file)
            }
            logger.error(
                "The bridges manifest is not handed out; the last good one stays",
                metadata: ["file": "\(watch.path)", "reason": "\(error)"])
        }
    }

    /// Looks again at what was refused because of a clock.
    private func reconsider(now: Date) {
        state.withLock { state in
            for (bytes, source) in state.premature.take() {
                do throws(ManifestRejection) {
                    _ = try state.offer(bytes, from: source, now: now)
                } catch {
                    state.premature.note(error, of: bytes, from: source)
                }
            }
        }
    }

    /// Once a day, when a manifest ends soon.
    private func warn(now: Date) {
        let end = state.withLock { state -> Date? in
            guard let manifest = state.book.current(now: now), manifest.expiresAt.timeIntervalSince(now) < Self.nearEnd,
                state.warned.map({ now.timeIntervalSince($0) >= 86_400 }) ?? true
            else { return nil }
            state.warned = now
            return manifest.expiresAt
        }
        guard let end else { return }
        logger.warning(
            "The bridges manifest ends soon; sign a new one with aura sign-bridges",
            metadata: ["expires": "\(end.ISO8601Format())"])
    }

    /// Tells the control thread what is handed out when that has changed, be it because time has passed.
    private func offer(to mailbox: Mailbox<NodeEvent>, now: Date) {
        let change = state.withLock { state -> (manifest: OfferedManifest?, isOver: Bool)? in
            let serial = state.book.current(now: now)?.serial
            guard serial != state.offered else { return nil }
            state.offered = serial
            let bytes = serial == nil ? nil : state.book.newest?.bytes
            return (bytes.flatMap { bytes in serial.map { OfferedManifest(serial: $0, bytes: bytes) } }, serial == nil)
        }
        guard let change else { return }
        mailbox.post(.manifest(change.manifest))
        if change.isOver {
            logger.warning("The bridges manifest has expired; clients get none until aura sign-bridges makes a new one")
        }
    }
}
