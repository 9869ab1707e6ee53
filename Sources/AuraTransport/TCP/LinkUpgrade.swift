internal import NIOCore
internal import NIOHTTP1

/// Turns the connection of a client that has proved the outer key into a link.
final class LinkUpgrade: HTTPServerProtocolUpgrader {
    let supportedProtocol = UpgradeRequest.upgrade
    let requiredUpgradeHeaders: [String] = []

    private let server: TCPServer
    private let key: String
    var door: ConnectionGuard?

    init(_ server: TCPServer, key: String) {
        self.server = server
        self.key = key
    }

    func buildUpgradeResponse(
        channel: any Channel, upgradeRequest: HTTPRequestHead, initialResponseHeaders: HTTPHeaders
    ) -> EventLoopFuture<HTTPHeaders> {
        var headers = initialResponseHeaders
        let (name, value) = UpgradeRequest.acceptHeader(for: key)
        headers.add(name: name, value: value)
        return channel.eventLoop.makeSucceededFuture(headers)
    }

    func upgrade(context: ChannelHandlerContext, upgradeRequest: HTTPRequestHead) -> EventLoopFuture<Void> {
        let channel = context.channel
        return context.eventLoop.makeCompletedFuture { [door] in
            do {
                door?.proved()
                try server.makeLink(of: channel)
            } catch {
                channel.close(promise: nil)
                throw error
            }
        }
    }
}
