internal import AuraBridges
internal import AuraPKI
internal import Logging

/// Reads a file that may hold a bridges manifest, at the start and whenever it has changed.
struct ManifestWatch: Sendable {
    /// How often the file is looked at.
    static let interval = Duration.seconds(2)

    let path: String
    let logger: Logger

    /// Runs until its task is cancelled. Each content is handed on once, unverified; what cannot be read is reported.
    /// `looked` is called after every look, changed or not.
    func run(_ changed: (_ bytes: [UInt8]) -> Void, looked: () -> Void = {}) async {
        var seen: FileStamp?
        repeat {
            let current = FileStamp(path)
            if current != seen {
                if current == nil {
                    logger.notice(
                        "The file of the bridges manifest is gone; the last one stays", metadata: ["file": "\(path)"])
                } else {
                    read(changed)
                }
                seen = current
            }
            looked()
        } while (try? await Task.sleep(for: Self.interval)) != nil
    }

    private func read(_ changed: (_ bytes: [UInt8]) -> Void) {
        do throws(FileError) {
            changed(try BoundedFile.load(path, limit: ManifestLimits.maximumBytes))
        } catch {
            logger.error("The bridges manifest cannot be read", metadata: ["error": "\(error)"])
        }
    }
}
