internal import Foundation

/// When this node started, and which process it is.
struct NodeClock: Sendable {
    let pid = ProcessInfo.processInfo.processIdentifier
    let startedAt = Int64(Date().timeIntervalSince1970)
    private let start = ContinuousClock.now

    /// Whole seconds since the start.
    var uptime: Int64 { (ContinuousClock.now - start).components.seconds }
}
