internal import AuraConfig
internal import AuraTransport
internal import AuraWire
internal import Logging

/// Finds the server's address for a handshake. Names are resolved anew each time; of several addresses each gets its
/// turn; and while the name service does not answer, what it said last still serves.
actor PathFinder {
    /// How long the name service may take while an older answer is at hand.
    static let patience = Duration.seconds(2)

    private let host: String
    private let port: UInt16
    private let logger: Logger
    private var known: [SocketAddress] = []
    private var turn = 0

    init(host: HostName, port: UInt16, logger: Logger) {
        self.host = host.text
        self.port = port
        self.logger = logger
    }

    /// The next address to try; `nil` when there is none.
    func next() async -> SocketAddress? {
        if let fresh = await resolve() { known = fresh }
        guard !known.isEmpty else { return nil }
        defer { turn &+= 1 }
        return known[turn % known.count]
    }

    /// The last address led to a session: start with it the next time.
    func succeeded() {
        turn = max(0, turn - 1)
    }

    /// The fresh answer, or `nil` when it does not come in time and an older one is at hand.
    ///
    /// The system's resolver cannot be interrupted, so it is left to itself when the wait for it is over.
    private func resolve() async -> [SocketAddress]? {
        let (answers, sink) = AsyncStream<[SocketAddress]?>.makeStream()
        Task { [host, port, logger] in sink.yield(await Self.resolve(host, port, logger)) }
        if !known.isEmpty {
            Task {
                try? await Task.sleep(for: Self.patience)
                sink.yield(nil)
            }
        }
        return await answers.first { _ in true } ?? nil
    }

    private static func resolve(_ host: String, _ port: UInt16, _ logger: Logger) async -> [SocketAddress]? {
        do throws(ResolveError) {
            return try await HostResolver.resolve(host, port: port)
        } catch {
            logger.warning("The server's name cannot be resolved", metadata: ["error": "\(error)"])
            return nil
        }
    }
}
