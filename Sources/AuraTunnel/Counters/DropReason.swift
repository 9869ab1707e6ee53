/// Why a packet went no further. The raw values are the names in JSON and metrics; they do not change.
public enum DropReason: String, CaseIterable, Hashable, Sendable {
    /// No session or route for the destination.
    case unroutable
    /// A client sent a packet whose source is not its own address.
    case sourceMismatch = "source_mismatch"
    /// From one client to another, which the server does not allow.
    case clientIsolation = "client_isolation"
    /// A packet counter seen before, or too old for the replay window.
    case replayed
    /// The packet does not open under the session's keys.
    case authenticationFailed = "authentication_failed"
    /// Longer than the link or the device carries.
    case tooLarge = "too_large"
    /// Not a packet of the expected form.
    case malformed
    /// A bounded queue was full.
    case queueFull = "queue_full"
    /// The TUN device refused it.
    case deviceRefused = "device_refused"
    /// The link refused it.
    case linkRefused = "link_refused"
    /// There is no session, or none with these indices.
    case noSession = "no_session"
    /// The session's keys are spent or expired.
    case keysExpired = "keys_expired"
    /// The hop limit ran out.
    case hopLimit = "hop_limit"

    /// The number of reasons.
    @usableFromInline static let count = 13

    /// The place of the reason in a table of `count`.
    @usableFromInline var index: Int {
        switch self {
        case .unroutable: 0
        case .sourceMismatch: 1
        case .clientIsolation: 2
        case .replayed: 3
        case .authenticationFailed: 4
        case .tooLarge: 5
        case .malformed: 6
        case .queueFull: 7
        case .deviceRefused: 8
        case .linkRefused: 9
        case .noSession: 10
        case .keysExpired: 11
        case .hopLimit: 12
        }
    }
}
