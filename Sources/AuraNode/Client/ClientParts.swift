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
    let policy = Published(InboundPolicy.client(own: InnerAddresses()))
    let board: ClientBoard
    let failure = Failure()
    let logger: Logger
    let devices: DeviceQueues
    /// The one queue of the device.
    let lanes: [DeviceLane]
    let links: ClientLinks
    let linkTable: LinkTable
    let keeper: ManifestKeeper

    init(_ profile: ClientProfile, devices: DeviceQueues, key: OuterKey, logger: Logger) {
        let (table, routes, mailbox, counters) = (
            SessionTable(), SessionRoutes(), Mailbox<NodeEvent>(), TrafficCounters()
        )
        let (linkTable, policy) = (LinkTable(), policy)
        self.table = table
        self.routes = routes
        self.mailbox = mailbox
        self.counters = counters
        self.linkTable = linkTable
        self.devices = devices
        self.logger = logger
        board = ClientBoard()
        let lanes = devices.lanes(counters: counters, logger: logger) {
            PacketSender(routes: routes, links: linkTable, mailbox: mailbox)
        }
        self.lanes = lanes
        keeper = ManifestKeeper(path: profile.bridges.keep?.resolved, logger: logger)
        links = ClientLinks(profile, key: key, table: linkTable, logger: logger) {
            InboundWorker(
                table: table, routes: routes, links: linkTable, lane: lanes[worker: 0], mailbox: mailbox,
                counters: counters, policy: policy, logger: logger)
        }
    }
}
