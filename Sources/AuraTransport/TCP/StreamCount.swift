internal import NIOCore
internal import Synchronization

/// Counts the HTTP/2 streams that are open in the process, since the memory of each is bounded, and that of all only by
/// their number.
final class StreamCount: Sendable {
    /// That of all listeners.
    static let shared = StreamCount(limit: TCPLimits.openStreams)

    private let limit: Int
    private let open = Atomic(0)

    init(limit: Int) {
        self.limit = limit
    }

    /// Lets a stream in until it closes. Throws when there are as many as may be, so that it is reset.
    func admit(_ stream: any Channel) throws {
        guard open.wrappingAdd(1, ordering: .relaxed).oldValue < limit else {
            open.wrappingSubtract(1, ordering: .relaxed)
            throw Full()
        }
        stream.closeFuture.whenComplete { _ in self.open.wrappingSubtract(1, ordering: .relaxed) }
    }

    /// There is no room for another stream.
    struct Full: Error {}
}
