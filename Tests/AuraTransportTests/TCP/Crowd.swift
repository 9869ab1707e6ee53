import AuraTransport
import AuraWire
import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// Many connections that say nothing.
final class Crowd: Sendable {
    private struct State {
        var open = 0
        var gone = 0
        var longestStay = Duration.zero
    }

    private let state = Mutex(State())
    private let count: Int
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let connections: [EventLoopFuture<any Channel>]

    /// Begins to connect.
    init(_ count: Int, _ address: AuraWire.SocketAddress) async throws {
        self.count = count
        let target = try NIOCore.SocketAddress(ipAddress: "\(address.ip)", port: Int(address.port))
        let bootstrap = ClientBootstrap(group: group).connectTimeout(.seconds(30))
        connections = (0..<count).map { _ in bootstrap.connect(to: target) }
        for connection in connections {
            connection.whenSuccess { channel in
                let start = ContinuousClock.now
                self.state.withLock { $0.open += 1 }
                channel.closeFuture.whenComplete { _ in self.leave(after: ContinuousClock.now - start) }
            }
        }
    }

    private func leave(after stay: Duration) {
        state.withLock { state in
            state.open -= 1
            state.gone += 1
            state.longestStay = max(state.longestStay, stay)
        }
    }

    var open: Int { state.withLock { $0.open } }
    var longestStay: Duration { state.withLock { $0.longestStay } }

    /// Waits until all have been connected, if only for a moment.
    func arrive() async throws {
        for connection in connections { _ = try await connection.get() }
    }

    /// Waits until the server has closed all of them.
    func leave() async {
        while state.withLock({ $0.gone }) < count, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(50)) }
        try? await group.shutdownGracefully()
    }
}

/// How many files the process may have open.
enum DescriptorLimits {
    #if os(Linux)
        private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
        private static let resource = RLIMIT_NOFILE
    #endif

    static var hard: Int {
        var limit = rlimit()
        return getrlimit(resource, &limit) == 0 ? Int(clamping: limit.rlim_max) : 0
    }

    static func raise() {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(resource, &limit)
    }
}
