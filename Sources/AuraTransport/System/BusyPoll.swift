internal import CAura

/// How long a thread goes on to ask its socket after the last thing came, before it sleeps.
///
/// With a duration of zero, which is the default everywhere, it never asks twice and takes no time of an idle processor.
struct BusyPoll {
    private let nanoseconds: UInt64
    private var last: UInt64 = 0

    init(_ duration: Duration) {
        nanoseconds = duration.nanosecondsClamped
    }

    /// Something has come.
    mutating func note() {
        if nanoseconds > 0 { last = aura_monotonic_time() }
    }

    /// True when the thread is to ask again rather than to sleep. Lets others run meanwhile who have something to do.
    func goesOn() -> Bool {
        guard nanoseconds > 0, aura_monotonic_time() &- last < nanoseconds else { return false }
        aura_thread_yield()
        return true
    }
}
