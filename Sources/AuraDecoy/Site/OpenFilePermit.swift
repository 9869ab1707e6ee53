internal import Synchronization

/// One of the files that may be open at once; given back when it is let go.
final class OpenFilePermit: Sendable {
    private let counter: OpenFileCounter

    fileprivate init(_ counter: OpenFileCounter) {
        self.counter = counter
    }

    deinit {
        counter.giveBack()
    }
}

/// How many files are open for strangers.
final class OpenFileCounter: Sendable {
    private let limit: Int
    private let open = Atomic(0)

    init(limit: Int) {
        self.limit = limit
    }

    /// A permit to open one file; nil if as many are open as may be.
    func take() -> OpenFilePermit? {
        guard open.wrappingAdd(1, ordering: .relaxed).oldValue < limit else {
            giveBack()
            return nil
        }
        return OpenFilePermit(self)
    }

    fileprivate func giveBack() {
        open.wrappingSubtract(1, ordering: .relaxed)
    }
}
