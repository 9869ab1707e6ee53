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
    private struct State {
        var book: LeaseBook
        var connected: Set<String> = []
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
                let connected = state.connected
                let assignment = try state.book.assign(to: peer.name, now: Self.seconds) { connected.contains($0) }
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

    /// Brings the file up to date with when clients were last there. Costs disk time: call it now and then.
    func save() {
        guard let error = state.withLock({ $0.book.save() }) else { return }
        logger.error(
            "The leases cannot be saved; addresses may change at the next start", metadata: ["error": "\(error)"])
    }

    private static var seconds: Int64 { Int64(Date().timeIntervalSince1970) }

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
