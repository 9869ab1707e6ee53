internal import AuraConfig
internal import AuraPKI
internal import AuraWire
internal import Foundation
internal import Logging

/// Keeps the record of what a server has bound, beside its configuration, when that is not what was asked for.
struct RuntimeRecord {
    let path: String
    let logger: Logger

    /// Writes the record, or takes a stale one away. A server without a record serves all the same.
    func update(
        requested: [TransportKind: SocketAddress], bound: [TransportKind: SocketAddress], now: Date = Date()
    ) {
        do throws(FileError) {
            guard requested != bound else { return try remove() }
            let snapshot = RuntimeSnapshot(boundAt: now, endpoints: bound)
            try AtomicFile.write(snapshot.rendered(), to: path, overwrite: true)
            logger.notice(
                "Ports differ from those in server.toml; aura sign-bridges --from-runtime tells clients",
                metadata: ["record": "\(path)"])
        } catch {
            logger.error(
                "The record of the ports that were bound cannot be kept; name them to aura sign-bridges with --endpoints",
                metadata: ["record": "\(path)", "error": "\(error)"])
            // An old one would be believed.
            try? remove()
        }
    }

    private func remove() throws(FileError) {
        guard unlink(path) != 0, errno != ENOENT else { return }
        throw .system(operation: "remove", path: path, code: errno)
    }
}
