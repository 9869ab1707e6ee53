internal import NIOCore
internal import NIOSSL
internal import NIOTLS

/// Asks once more whether a certificate is for the name that was asked for, before anything is said.
///
/// NIOSSL also takes one that is for the server's IP address, whatever name was wanted. An address is whatever the name
/// service says, so somebody who answers for it could show a certificate for an address of their own.
final class DownloadIdentity: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let place: DownloadPlace

    init(_ place: DownloadPlace) {
        self.place = place
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent, let name = place.serverName {
            let certificate = try? context.pipeline.syncOperations.nioSSL_peerCertificate()
            guard let certificate, Self.isFor(name, certificate) else {
                return context.fireErrorCaught(NIOSSLExtraError.failedToValidateHostname)
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// True when a DNS name of the certificate is `name`; a `*` may stand for the whole first label (RFC 9525).
    private static func isFor(_ name: String, _ certificate: NIOSSLCertificate) -> Bool {
        let name = name.lowercased()
        let parent = name.firstIndex(of: ".").map { name[$0...] }
        return certificate._subjectAlternativeNames().contains { entry in
            guard entry.nameType == .dnsName else { return false }
            let found = String(decoding: entry.contents, as: UTF8.self).lowercased()
            return found == name || parent.map { found == "*\($0)" } == true
        }
    }
}
