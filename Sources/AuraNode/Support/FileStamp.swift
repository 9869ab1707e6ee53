internal import Foundation

/// What tells one state of a file from another without reading it.
struct FileStamp: Equatable {
    private let changed: Date?
    private let size: UInt64
    private let file: UInt64

    /// The present stamp of a file; `nil` when there is none.
    init?(_ path: String) {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
        changed = attributes[.modificationDate] as? Date
        size = attributes[.size] as? UInt64 ?? 0
        file = attributes[.systemFileNumber] as? UInt64 ?? 0
    }
}
