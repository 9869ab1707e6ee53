internal import AuraSession
internal import AuraTransport
internal import AuraTunnel
internal import Logging
internal import Synchronization

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
    private let failure = Failure()

    init(admission: Admission, logger: Logger) {
        self.admission = admission
        self.logger = logger
    }

    /// Waits for something that the node cannot run without to break.
    func untilFailure() async throws(NodeError) {
        guard let error = await failure.value() else { return }
        throw error
    }

    /// Something that the node cannot run without is broken.
    func fail(_ error: NodeError) {
        failure.set(error)
    }

    /// The node is ending, nothing is broken.
    func succeed() {
        failure.set(nil)
    }

    func linkClosed(_ id: UInt32, _ reason: LinkCloseReason) {
        links.remove(id)
        guard case .local = reason else { return fail(.linkClosed(reason)) }
    }
}
