internal import AuraConfig
internal import AuraCrypto
internal import AuraSession
internal import AuraTransport
internal import AuraTunnel
internal import AuraWire
internal import Logging

/// What the client's threads share.
final class ClientParts: Sendable {
    let table: SessionTable
    let routes: SessionRoutes
    let mailbox: Mailbox<NodeEvent>
    let counters: TrafficCounters
    /// Until the server has said who we are, nothing is for us.
    let policy = CurrentPolicy(.client(own: InnerAddresses()))
    let board: ClientBoard
    let failure = Failure()
    let logger: Logger
    let device: any PacketDevice
    let links: ClientLinks
    let linkTable: LinkTable
    let keeper: ManifestKeeper

    init(_ profile: ClientProfile, device: any PacketDevice, key: OuterKey, logger: Logger) {
        let (table, routes, mailbox, counters) = (
            SessionTable(), SessionRoutes(), Mailbox<NodeEvent>(), TrafficCounters()
        )
        let (linkTable, policy) = (LinkTable(), policy)
        self.table = table
        self.routes = routes
        self.mailbox = mailbox
        self.counters = counters
        self.linkTable = linkTable
        self.device = device
        self.logger = logger
        board = ClientBoard()
        keeper = ManifestKeeper(path: profile.bridges.keep?.resolved, logger: logger)
        links = ClientLinks(profile, key: key, table: linkTable, logger: logger) {
            InboundWorker(
                table: table, routes: routes, links: linkTable, device: device, mailbox: mailbox, counters: counters,
                policy: policy, logger: logger)
        }
    }

    func makeSender() -> PacketSender {
        PacketSender(routes: routes, links: linkTable, mailbox: mailbox, mtu: device.mtu)
    }
}
