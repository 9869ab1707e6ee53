internal import CAura
internal import Synchronization

/// Wakes a thread again and again. Ringing is cheap while the thread is awake: it looks before it sleeps.
///
/// Sound for the same reasons as ``Waker``, which it is made of.
struct Bell: ~Copyable, Sendable {
    private let waker: Waker
    private let isAsleep = Atomic<Bool>(false)

    init() throws(SystemError) {
        waker = try Waker()
    }

    var readDescriptor: Int32 { waker.readDescriptor }

    /// Wakes the sleeper, if there is one. What it is to find must be in place before.
    func ring() {
        if isAsleep.exchange(false, ordering: .sequentiallyConsistent) { waker.wake() }
    }

    /// Says that the thread is about to sleep. It must look once more for what there is to do, and then sleep.
    func lieDown() {
        isAsleep.store(true, ordering: .sequentiallyConsistent)
    }

    /// Says that the thread is awake; `wasRung` when the descriptor was readable.
    func getUp(wasRung: Bool) {
        isAsleep.store(false, ordering: .sequentiallyConsistent)
        if wasRung { _ = SystemCall.run { aura_waker_reset(readDescriptor) } }
    }
}
