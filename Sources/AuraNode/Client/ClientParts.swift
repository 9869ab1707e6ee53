internal import AuraCrypto
internal import AuraSession
internal import AuraTransport
internal import AuraTunnel
internal import AuraWire
internal import Logging
internal import Synchronization

/// What the client's threads share.
final class ClientParts: Sendable {
    let table = SessionTable()
    let routes = SessionRoutes()
    let links = LinkTable()
    let mailbox = Mailbox<NodeEvent>()
    let counters = TrafficCounters()
    let board = ClientBoard()
    let failure = Failure()
    /// Until the server has said who we are, nothing is for us.
    let policy = CurrentPolicy(.client(own: InnerAddresses()))
    let logger: Logger
    let device: any PacketDevice
    private let key: OuterKey
    private let current = Mutex<UDPLink?>(nil)

    init(device: any PacketDevice, key: OuterKey, logger: Logger) {
        self.device = device
        self.key = key
        self.logger = logger
    }

    /// The socket in use, if there is one.
    var link: UDPLink? { current.withLock { $0 } }

    /// The socket in use; a new one when there is none or it broke.
    func openLink() throws(TransportError) -> UDPLink {
        try current.withLock { current throws(TransportError) in
            if let current { return current }
            var configuration = UDPConfiguration()
            configuration.mark = HostTag.outerMark
            let link = try UDPLink.ephemeral(configuration: configuration, key: key, logger: logger)
            links.insert(link)
            try link.start(inboundWorker())
            current = link
            return link
        }
    }

    /// Forgets a socket that is gone.
    func forgetLink(_ id: UInt32, _ reason: LinkCloseReason) {
        links.remove(id)
        current.withLock { current in
            if current?.id.rawValue == id { current = nil }
        }
        if case .local = reason { return }
        logger.warning("The socket broke; opening another", metadata: ["reason": "\(reason)"])
    }

    func makeSender() -> PacketSender {
        PacketSender(routes: routes, links: links, mailbox: mailbox, mtu: device.mtu)
    }

    private func inboundWorker() -> InboundWorker {
        InboundWorker(
            table: table, device: device, mailbox: mailbox, counters: counters, policy: policy, sender: makeSender(),
            logger: logger)
    }
}
