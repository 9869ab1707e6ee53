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

    private func resolve() async -> [SocketAddress]? {
        let (host, port) = (host, port)
        guard !known.isEmpty else { return await Self.resolve(host, port, logger) }
        return await withTaskGroup(of: [SocketAddress]?.self) { group in
            group.addTask { [logger] in await Self.resolve(host, port, logger) }
            group.addTask {
                try? await Task.sleep(for: Self.patience)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
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
