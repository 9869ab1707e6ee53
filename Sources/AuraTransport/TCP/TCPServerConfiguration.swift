internal import Foundation
public import NIOCore

/// How a tcp listener presents itself, and what it bears.
public struct TCPServerConfiguration: Sendable {
    /// The certificate that TLS shows, in PEM, and those between it and a root, if any.
    public var certificateChain: String
    /// The private key of the first certificate, in PEM. Never logged.
    public var privateKey: String
    /// Makes a channel serve the website. Called on the channel's event loop once the channel is known to belong to a
    /// stranger: for each HTTP/1.1 connection, and for each stream of an HTTP/2 connection. It adds handlers to the end
    /// of the pipeline that take `HTTPServerRequestPart` in and send `HTTPServerResponsePart` out. The channel may be
    /// active already. An error closes the channel.
    public var website: @Sendable (_ channel: any Channel) throws -> Void
    /// Threads for connections.
    public var loops = min(ProcessInfo.processInfo.activeProcessorCount, 4)
    /// What strangers are given.
    public var limits = Limits()

    /// Takes what has no default.
    public init(
        certificateChain: String, privateKey: String,
        website: @escaping @Sendable (_ channel: any Channel) throws -> Void
    ) {
        self.certificateChain = certificateChain
        self.privateKey = privateKey
        self.website = website
    }
}
