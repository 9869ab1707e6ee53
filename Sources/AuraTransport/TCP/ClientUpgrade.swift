internal import NIOCore
internal import NIOHTTP1

/// Turns a client's connection into a link when the server agrees.
final class ClientUpgrade: NIOHTTPClientProtocolUpgrader {
    let supportedProtocol = UpgradeRequest.upgrade
    let requiredUpgradeHeaders: [String] = []
    private let key: String
    private let becomeLink: (any Channel) throws -> Void

    init(key: String, becomeLink: @escaping (any Channel) throws -> Void) {
        self.key = key
        self.becomeLink = becomeLink
    }

    func addCustom(upgradeRequestHeaders: inout HTTPHeaders) {}

    func shouldAllowUpgrade(upgradeResponse: HTTPResponseHead) -> Bool {
        UpgradeRequest.isAccepted(upgradeResponse, key: key)
    }

    func upgrade(context: ChannelHandlerContext, upgradeResponse: HTTPResponseHead) -> EventLoopFuture<Void> {
        let channel = context.channel
        return context.eventLoop.makeCompletedFuture { try becomeLink(channel) }
    }
}
