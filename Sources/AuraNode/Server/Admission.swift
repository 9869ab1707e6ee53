internal import AuraConfig
internal import AuraPKI
internal import AuraSession
internal import AuraTunnel
internal import AuraWire
internal import Foundation
internal import Logging
internal import Synchronization

/// Gives verified clients their place: addresses from the pool, and the server's settings.
final class Admission: Sendable {
    /// Time between two writes of the file, at least: a new client's lease is there at once, those of a crowd follow
    /// together.
    fileprivate static let saveInterval = Duration.seconds(1)

    fileprivate struct State {
        var book: LeaseBook
        var connected: Set<String> = []
        /// When the file may be written for a new client again.
        var saveFrom = ContinuousClock.now
        /// True while a new client's lease is not in the file.
        var isSaveDue = false
    }

    private let state: Mutex<State>
    private let tunnel: ServerTunnel
    private let pool: AddressPool
    private let logger: Logger

    init(tunnel: ServerTunnel, leases path: String, logger: Logger) throws(NodeError) {
        do { pool = try AddressPool(v4: tunnel.pool, v6: tunnel.pool6) } catch { throw .configuration("\(error)") }
        self.tunnel = tunnel
        self.logger = logger
        var notes: [String] = []
        do {
            state = Mutex(State(book: try LeaseBook(pool: pool, store: LeaseStore(path: path), notes: &notes)))
        } catch {
            throw .leases(error)
        }
        for note in notes { logger.notice("\(note)") }
    }

    /// The server's own inner addresses.
    var server: InnerAddresses { pool.server }

    /// The blocks that inner addresses come from.
    var blocks: [CIDR] { pool.blocks }

    /// A client's addresses and settings, or why it gets none.
    func admit(
        _ peer: VerifiedPeer, _ id: SessionID
    ) -> Result<Welcome, ServerMachineConfiguration.Refusal> {
        state.withLock { state in
            guard state.connected.contains(peer.name) || state.connected.count < tunnel.maximumClients else {
                return .failure(.init(.full))
            }
            do throws(AddressPoolError) {
                let assignment = try state.assign(to: peer.name)
                report(assignment, peer)
                return .success(welcome(assignment.addresses, id))
            } catch {
                logger.error("No inner address for a client", metadata: ["peer": "\(peer.name)", "error": "\(error)"])
                return .failure(.init(.noAddress))
            }
        }
    }

    /// Notes that a client is connected.
    func connect(_ name: String) {
        state.withLock { state in
            state.connected.insert(name)
            state.book.touch(name, now: Self.seconds)
        }
    }

    /// Notes that a client is gone; its address stays reserved.
    func disconnect(_ name: String) {
        state.withLock { state in
            state.connected.remove(name)
            state.book.touch(name, now: Self.seconds)
        }
    }

    /// When ``saveIfDue(now:)`` should be called next.
    var saveDue: ContinuousClock.Instant? { state.withLock { $0.isSaveDue ? $0.saveFrom : nil } }

    /// Writes the leases of new clients that are not in the file yet.
    func saveIfDue(now: ContinuousClock.Instant) {
        if let saveDue, now >= saveDue { save() }
    }

    /// Brings the file up to date with when clients were last there. Costs disk time: call it now and then.
    func save() {
        guard let error = state.withLock({ $0.save() }) else { return }
        logger.error(
            "The leases cannot be saved; addresses may change at the next start", metadata: ["error": "\(error)"])
    }

    fileprivate static var seconds: Int64 { Int64(Date().timeIntervalSince1970) }

    private func welcome(_ addresses: InnerAddresses, _ id: SessionID) -> Welcome {
        Welcome(
            sessionID: id.bytes, addresses: addresses.all, gateways: pool.server.all, pools: pool.blocks,
            dns: tunnel.dns, mtu: UInt16(clamping: tunnel.mtu),
            keepaliveSeconds: UInt16(clamping: tunnel.keepalive.components.seconds))
    }

    private func report(_ assignment: LeaseBook.Assignment, _ peer: VerifiedPeer) {
        if let loser = assignment.reclaimedFrom {
            logger.notice(
                "The pool is full: an address that was long unused has a new owner",
                metadata: ["peer": "\(peer.name)", "before": "\(loser)"])
        }
        if let error = assignment.saveError {
            logger.error("The leases cannot be saved", metadata: ["error": "\(error)"])
        }
    }
}

extension Admission.State {
    fileprivate mutating func assign(to name: String) throws(AddressPoolError) -> LeaseBook.Assignment {
        let connected = connected
        let now = ContinuousClock.now
        let isNew = book.addresses(of: name) == nil
        let saves = now >= saveFrom
        if isNew, saves { saveFrom = now + Admission.saveInterval }
        if isNew, !saves { isSaveDue = true }
        return try book.assign(to: name, now: Admission.seconds, saves: saves) { connected.contains($0) }
    }

    fileprivate mutating func save() -> StateFileError? {
        isSaveDue = false
        saveFrom = .now + Admission.saveInterval
        return book.save()
    }
}
