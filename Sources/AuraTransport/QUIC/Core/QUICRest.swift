/// The time after a peer's new address has been found to be its own, in which it may not move again.
///
/// When the first packets from a new address are small, the library validates it a second time, with large packets; and
/// it aborts the process when the peer goes back to its old address meanwhile (ngtcp2 0.12,
/// conn_recv_non_probing_pkt_on_new_path). How long that takes is known, but not whether it is so.
struct QUICRest {
    /// How often the library has found a path to reach the peer.
    private(set) var validations: UInt64 = 0
    /// False until the library has looked at the time once more, and given up what has taken too long.
    private(set) var isOver = true
    private var since: UInt64 = 0
    private var end: UInt64 = 0
    /// The longest probe timeout since the peer moved, and of the path before that: the library goes by the longest.
    private var longestTimeout: UInt64 = 0

    mutating func note(probeTimeout: UInt64) {
        longestTimeout = max(longestTimeout, probeTimeout)
    }

    /// Takes note of whether there was a validation.
    mutating func note(validations: UInt64, at now: UInt64) {
        if validations != self.validations {
            self.validations = validations
            since = now
            end = 0
            isOver = false
        }
        end = max(end, since &+ 3 &* max(longestTimeout, QUICLimits.leastValidation))
    }

    /// When the library is to be given the chance to do so; `nil` when it is over.
    var deadline: UInt64? { isOver ? nil : end &+ 1 }

    /// The library has done all that was to do at `now`.
    mutating func noteWritten(at now: UInt64) {
        if !isOver, now > end {
            isOver = true
            longestTimeout = 0
        }
    }
}
