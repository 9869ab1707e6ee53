internal import AuraControl
internal import AuraSession
internal import AuraTransport
internal import AuraWire
internal import Foundation
internal import Synchronization

/// What the server's control thread knows and status wants to tell.
final class ServerBoard: Sendable {
    /// One session.
    struct Row: Sendable {
        let session: Session
        let establishedAt: Int64
        var lastHandshake: Int64
    }

    /// Everything on it.
    struct State: Sendable {
        var rows: [ObjectIdentifier: Row] = [:]
        var handshakes = HandshakeStatus()
        /// Links that broke, by transport and reason.
        var broken: [TransportKind: [String: UInt64]] = [:]
        var lastBroken: [TransportKind: TransportFailure] = [:]
    }

    private let state = Mutex(State())

    /// What stands on the board now.
    var snapshot: State { state.withLock { $0 } }

    func established(_ session: Session) {
        state.withLock { state in
            state.rows[ObjectIdentifier(session)] = Row(
                session: session, establishedAt: Self.seconds, lastHandshake: Self.seconds)
            state.handshakes.accepted += 1
        }
    }

    func rekeyed(_ session: Session) {
        state.withLock { state in
            state.rows[ObjectIdentifier(session)]?.lastHandshake = Self.seconds
            state.handshakes.accepted += 1
        }
    }

    func broke(_ transport: TransportKind, _ reason: LinkCloseReason) {
        state.withLock { state in
            state.broken[transport, default: [:]][reason.label, default: 0] += 1
            state.lastBroken[transport] = TransportFailure(
                reason: reason.label, detail: "\(reason)", atUnix: Self.seconds)
        }
    }

    func ended(_ session: Session) {
        state.withLock { $0.rows[ObjectIdentifier(session)] = nil }
    }

    func rejected(_ rejection: HandshakeRejection) {
        state.withLock { $0.handshakes.rejected[rejection.label, default: 0] += 1 }
    }

    private static var seconds: Int64 { Int64(Date().timeIntervalSince1970) }
}
