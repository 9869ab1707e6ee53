internal import Foundation
public import NIOCore

/// How a tcp listener presents itself, and what it bears.
public struct TCPServerConfiguration: Sendable {
    /// The certificate that TLS shows, in PEM, and those between it and a root, if any.
    public var certificateChain: String
    /// The private key of the first certificate, in PEM. Never logged.
    public var privateKey: String
    /// What strangers are served.
    public var website: Website
    /// Threads for connections.
    public var loops = min(ProcessInfo.processInfo.activeProcessorCount, 4)
    /// What strangers are given.
    public var limits = Limits()

    /// Takes what has no default.
    public init(
        certificateChain: String, privateKey: String, website: Website
    ) {
        self.certificateChain = certificateChain
        self.privateKey = privateKey
        self.website = website
    }
}

extension TCPServerConfiguration {
    /// Makes channels serve a website. Each closure is called on the channel's event loop, once the channel is known to
    /// belong to a stranger, and adds handlers to the end of its pipeline. The channel may be active already. An error
    /// closes it.
    public struct Website: Sendable {
        /// Sets up a channel.
        public typealias Setup = @Sendable (_ channel: any Channel) throws -> Void

        /// A connection that agreed on HTTP/1.1 or on nothing: its handlers take the bytes inside TLS (`ByteBuffer`),
        /// from the first one on, and send such.
        public var http1: Setup
        /// A stream of an HTTP/2 connection: its handlers take `HTTPServerRequestPart` and send
        /// `HTTPServerResponsePart`.
        public var http2: Setup
        /// A connection whose first byte is no beginning of TLS: bytes, as with ``http1``, in the clear. `nil` leaves
        /// it to TLS, which ends it.
        public var plain: Setup?

        /// Makes it from its parts.
        public init(http1: @escaping Setup, http2: @escaping Setup, plain: Setup? = nil) {
            self.http1 = http1
            self.http2 = http2
            self.plain = plain
        }
    }
}
