internal import AuraBridges
internal import AuraControl
internal import AuraSession
internal import AuraTransport
internal import AuraWire
internal import Foundation
internal import Synchronization

/// What the client's control thread knows and status wants to tell.
final class ClientBoard: Sendable {
    /// What is known of one transport.
    struct Way: Sendable {
        var attempts: UInt64 = 0
        var failures: [String: UInt64] = [:]
        var lastFailure: TransportFailure?
        /// True from a failure until it works again.
        var hasFailed = false
        /// Where it was dialled last.
        var endpoint: Endpoint?
    }

    /// Everything on it.
    struct State: Sendable {
        var session: Session?
        var welcome: Welcome?
        var establishedAt: Int64 = 0
        var lastHandshake: Int64 = 0
        var phase = SessionState.connecting
        var roundTrip: Duration?
        var handshakes = HandshakeStatus()
        var reconnects: UInt64 = 0
        var ways: [TransportKind: Way] = [:]
        /// Where packets go, and since when.
        var current: Endpoint?
        var link: (any Link)?
        var since: Int64 = 0
        var moves = MoveHistory()
        var manifest = ManifestRecord()
        /// The transports that some server offers and the profile uses.
        var offered: Set<TransportKind> = []
    }

    private let state = Mutex(State())

    /// What stands on the board now.
    var snapshot: State { state.withLock { $0 } }

    /// True while packets get through.
    var isConnected: Bool { state.withLock { $0.phase == .established || $0.phase == .rekeying } }

    func trying(_ endpoint: Endpoint) {
        state.withLock { state in
            state.ways[endpoint.transport, default: Way()].attempts += 1
            state.ways[endpoint.transport]?.endpoint = endpoint
        }
    }

    /// A link could not be made.
    func failed(_ endpoint: Endpoint, _ error: TransportError) {
        fail(endpoint, error.label, "\(error)")
    }

    /// A better transport was there and did not prove itself.
    func failedTrial(_ endpoint: Endpoint) {
        fail(endpoint, "trial", "it did not carry probes of full size both ways")
    }

    /// A link that was there broke.
    func broke(_ endpoint: Endpoint, _ reason: LinkCloseReason) {
        fail(endpoint, reason.label, "\(reason)")
    }

    /// Packets go over this link now.
    func uses(_ endpoint: Endpoint, link: (any Link)?) {
        state.withLock { state in
            if state.current != endpoint { state.since = Self.seconds }
            state.current = endpoint
            state.link = link
            state.ways[endpoint.transport, default: Way()].hasFailed = false
            state.phase = state.session == nil ? state.phase : .established
        }
    }

    func moved(from old: Endpoint?, to new: Endpoint?, _ cause: PathCause, silence: Duration?) {
        if let old, cause == .silence || cause == .partial { fail(old, cause.rawValue, "\(cause)") }
        state.withLock { state in
            state.moves.record(
                MoveStatus(
                    atUnix: Self.seconds, from: old?.transport.rawValue ?? "", to: new?.transport.rawValue ?? "",
                    reason: cause.rawValue, gapMs: silence.map { $0 / .milliseconds(1) }))
        }
    }

    func offers(_ kinds: Set<TransportKind>) {
        state.withLock { $0.offered = kinds }
    }

    func took(_ manifest: Manifest, from source: ManifestSource) {
        state.withLock { $0.manifest.take(manifest, from: source) }
    }

    func refused(_ rejection: ManifestRejection, now: Date) {
        state.withLock { $0.manifest.refuse(rejection, now: now) }
    }

    func looks() {
        state.withLock { $0.phase = .connecting }
    }

    func rekeying() {
        state.withLock { $0.phase = .rekeying }
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

    func rekeyed() {
        state.withLock { $0.noteHandshake() }
    }

    func lost() {
        state.withLock { state in
            state.session = nil
            state.phase = .lost
            state.current = nil
            state.link = nil
        }
    }

    func failed(_ failure: HandshakeFailure) {
        state.withLock { $0.handshakes.rejected[failure.label, default: 0] += 1 }
    }

    /// A better transport than the one that is in use did not answer.
    func unanswered(_ endpoint: Endpoint) {
        fail(endpoint, "no_answer", "no answer before another transport answered")
    }

    /// A handshake over this transport failed.
    func unanswered(_ endpoint: Endpoint, _ failure: HandshakeFailure) {
        fail(endpoint, failure.label, "\(failure)")
    }

    func measured(_ roundTrip: Duration?) {
        state.withLock { $0.roundTrip = roundTrip }
    }

    private func fail(_ endpoint: Endpoint, _ reason: String, _ detail: String) {
        state.withLock { state in
            state.ways[endpoint.transport, default: Way()].failures[reason, default: 0] += 1
            state.ways[endpoint.transport]?.hasFailed = true
            state.ways[endpoint.transport]?.lastFailure = TransportFailure(
                reason: reason, detail: detail, atUnix: Self.seconds)
        }
    }

    fileprivate static var seconds: Int64 { Int64(Date().timeIntervalSince1970) }
}

extension ClientBoard.State {
    fileprivate mutating func noteHandshake() {
        lastHandshake = ClientBoard.seconds
        phase = .established
        handshakes.accepted += 1
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

extension TransportError {
    /// A short name for counters.
    fileprivate var label: String {
        switch self {
        case .addressInUse, .noFreePort: "address_in_use"
        case .severalFailed: "failed"
        case .notPermitted: "not_permitted"
        case .failed: "failed"
        case .configuration: "configuration"
        case .notConnected: "not_connected"
        case .notStartable: "not_startable"
        }
    }
}
