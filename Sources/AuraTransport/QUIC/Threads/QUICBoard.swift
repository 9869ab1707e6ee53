internal import Synchronization

/// Where a listener's thread leaves what it has to tell.
final class QUICBoard: Sendable {
    private struct Notes {
        var admissions = ListenerStatistics()
        var retries: UInt64 = 0
        var losses = LinkStatistics()
    }

    private let notes = Mutex(Notes())

    var admissions: ListenerStatistics { notes.withLock { $0.admissions } }
    var retries: UInt64 { notes.withLock { $0.retries } }
    var losses: LinkStatistics { notes.withLock { $0.losses } }

    func tell(_ admissions: ListenerStatistics, retries: UInt64) {
        notes.withLock { notes in
            notes.admissions = admissions
            notes.retries = retries
        }
    }

    func count(_ tally: LinkStatistics) {
        notes.withLock { $0.losses = $0.losses + tally }
    }
}
