internal import AuraSession
internal import AuraTransport
internal import AuraTunnel
internal import AuraWire
internal import Logging

/// What the server's threads share.
final class ServerParts: Sendable {
    let table = SessionTable()
    let routes = SessionRoutes()
    let links = LinkTable()
    let mailbox = Mailbox<NodeEvent>()
    let counters = TrafficCounters()
    let board = ServerBoard()
    let admission: Admission
    let logger: Logger
    /// Set when something that the node cannot run without is broken.
    let failure = Failure()

    init(admission: Admission, logger: Logger) {
        self.admission = admission
        self.logger = logger
    }

    /// A connection may close; the UDP socket may not, unless we closed it.
    func linkClosed(_ id: UInt32, _ reason: LinkCloseReason) {
        guard let link = links.remove(id) else { return }
        if case .local = reason { return }
        guard link.transport != .udp else { return failure.set(.linkClosed(reason)) }
        board.broke(link.transport, reason)
    }
}
