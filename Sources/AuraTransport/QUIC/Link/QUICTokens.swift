internal import AuraWire
internal import Synchronization

/// Tokens that servers gave for a later connection, for the life of the process. With one, a server under load lets the
/// client in without sending it round. Each is used once, so that it ties no two connections together.
final class QUICTokens: Sendable {
    /// Servers remembered; one more takes the place of any other.
    static let capacity = 64

    static let shared = QUICTokens()

    private let tokens = Mutex<[SocketAddress: [UInt8]]>([:])

    func keep(_ token: [UInt8], from server: SocketAddress) {
        guard !token.isEmpty else { return }
        tokens.withLock { tokens in
            if tokens.count >= Self.capacity, tokens[server] == nil, let any = tokens.keys.first { tokens[any] = nil }
            tokens[server] = token
        }
    }

    func take(for server: SocketAddress) -> [UInt8] {
        tokens.withLock { $0.removeValue(forKey: server) ?? [] }
    }
}
