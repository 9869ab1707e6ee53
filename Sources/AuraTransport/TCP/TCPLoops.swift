internal import NIOCore
internal import NIOPosix

/// The event loops that a process's tcp links run on. All client links may share one.
public final class TCPLoops: Sendable {
    /// One loop for all client links of the process; it lives as long as the process.
    public static let shared = TCPLoops(count: 1)

    let group: MultiThreadedEventLoopGroup
    let pool = BufferPool()

    /// Starts `count` threads; at least one.
    public init(count: Int) {
        group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, count))
    }

    /// Ends the threads once they have done what is under way. Links on these loops must be closed before.
    public func shutDown() {
        group.shutdownGracefully { _ in }
    }

    /// True on a thread that runs event loops, and so must never wait for one.
    static var isCurrent: Bool { MultiThreadedEventLoopGroup.currentEventLoop != nil }
}
