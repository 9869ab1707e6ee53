internal import Synchronization

/// What other threads want of the thread that owns connections.
final class QUICMailbox: Sendable {
    /// A wish that a link or the whole thread ends. Whoever wishes may wait until it has been seen to.
    struct Closing {
        /// The link; `nil` for the listener.
        var link: QUICLink?
        var reason: LinkCloseReason
        var waker: QUICWaker?
    }

    /// All that has come since the thread looked last.
    struct Letters {
        /// Connections whose queue is not empty any more, by number.
        var ready: [UInt32] = []
        var closings: [Closing] = []
        /// A client's link has got its handler.
        var receiver: (any QUICReceiver)?

        var isEmpty: Bool { ready.isEmpty && closings.isEmpty && receiver == nil }
    }

    private struct State {
        var letters = Letters()
        var isOpen = true
    }

    private let state = Mutex(State())
    let bell: Bell

    init() throws(SystemError) {
        bell = try Bell()
    }

    var isEmpty: Bool { state.withLock { $0.letters.isEmpty } }

    /// False when nobody will look any more.
    @discardableResult
    func post(_ write: (inout Letters) -> Void) -> Bool {
        let isOpen = state.withLock { state in
            if state.isOpen { write(&state.letters) }
            return state.isOpen
        }
        if isOpen { bell.ring() }
        return isOpen
    }

    func take() -> Letters {
        state.withLock { state in
            guard !state.letters.isEmpty else { return Letters() }
            defer { state.letters = Letters() }
            return state.letters
        }
    }

    /// The thread ends: nothing is taken any more; returns what nobody has looked at.
    func close() -> Letters {
        state.withLock { state in
            state.isOpen = false
            defer { state.letters = Letters() }
            return state.letters
        }
    }
}

/// A waker that can be shared by the one who waits and the one who wakes.
final class QUICWaker: Sendable {
    private let waker: Waker

    /// `nil` when the system has no descriptor to give; then there is no waiting.
    init?() {
        guard let waker = try? Waker() else { return nil }
        self.waker = waker
    }

    func wake() { waker.wake() }

    func wait() { waker.pause(milliseconds: -1) }
}
