internal import AuraBridges
internal import AuraPKI
internal import Logging

/// Reads a file that may hold a bridges manifest, at the start and whenever it has changed.
struct ManifestWatch: Sendable {
    /// How often the file is looked at.
    static let interval = Duration.seconds(2)

    let path: String
    let logger: Logger

    /// Runs until its task is cancelled. Each content is handed on once, unverified. What cannot be read is reported once
    /// and tried again, since a mode can change without a trace in the file. `looked` is called after every look.
    func run(_ changed: (_ bytes: [UInt8]) -> Void, looked: () -> Void = {}) async {
        var seen: FileStamp?
        var told: FileError?
        repeat {
            let current = FileStamp(path)
            if current == nil, seen != nil {
                logger.notice(
                    "The file of the bridges manifest is gone; the last one stays", metadata: ["file": "\(path)"])
                seen = nil
            } else if current != seen {
                do throws(FileError) {
                    changed(try BoundedFile.load(path, limit: ManifestLimits.maximumBytes))
                    (seen, told) = (current, nil)
                } catch {
                    if error != told { complain(error) }
                    told = error
                }
            }
            looked()
        } while (try? await Task.sleep(for: Self.interval)) != nil
    }

    private func complain(_ error: FileError) {
        logger.error("The bridges manifest cannot be read", metadata: ["error": "\(error)"])
    }
}
