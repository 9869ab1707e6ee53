internal import AuraControl
internal import AuraSession
internal import AuraWire
internal import Foundation
internal import Synchronization

/// What the client's control thread knows and status wants to tell.
final class ClientBoard: Sendable {
    /// Everything on it.
    struct State: Sendable {
        var session: Session?
        var welcome: Welcome?
        var establishedAt: Int64 = 0
        var lastHandshake: Int64 = 0
        var phase = SessionState.connecting
        var remote: SocketAddress?
        var roundTrip: Duration?
        var handshakes = HandshakeStatus()
        var reconnects: UInt64 = 0
        var lastFailure: String?
    }

    private let state = Mutex(State())

    /// What stands on the board now.
    var snapshot: State { state.withLock { $0 } }

    func trying(_ remote: SocketAddress) {
        state.withLock { $0.remote = remote }
    }

    func wantsPath(_ cause: HandshakeCause) {
        state.withLock { $0.phase = cause == .rekey ? .rekeying : .connecting }
    }

    func established(_ session: Session, _ welcome: Welcome) {
        state.withLock { state in
            if state.establishedAt != 0 { state.reconnects += 1 }
            state.session = session
            state.welcome = welcome
            state.establishedAt = Self.seconds
            state.noteHandshake()
        }
    }

    /// The server was silent and answers again, without a new handshake.
    func answered() {
        state.withLock { $0.phase = .established }
    }

    func rekeyed() {
        state.withLock { $0.noteHandshake() }
    }

    func lost() {
        state.withLock { state in
            state.session = nil
            state.phase = .lost
        }
    }

    func failed(_ failure: HandshakeFailure) {
        state.withLock { state in
            state.handshakes.rejected[failure.label, default: 0] += 1
            state.lastFailure = "\(failure)"
        }
    }

    func measured(_ roundTrip: Duration?) {
        state.withLock { $0.roundTrip = roundTrip }
    }

    fileprivate static var seconds: Int64 { Int64(Date().timeIntervalSince1970) }
}

extension ClientBoard.State {
    fileprivate mutating func noteHandshake() {
        lastHandshake = ClientBoard.seconds
        phase = .established
        handshakes.accepted += 1
        lastFailure = nil
    }
}

extension HandshakeFailure {
    /// A short name for counters.
    var label: String {
        switch self {
        case .timeout: "timeout"
        case .noise: "noise"
        case .wire: "malformed"
        case .peer: "peer_refused"
        case .signing: "signing"
        case .refused: "refused"
        }
    }
}
