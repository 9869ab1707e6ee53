internal import AuraCrypto
internal import AuraWire
internal import Foundation
internal import Logging
internal import NIOCore
internal import NIOSSL
internal import Synchronization

/// What all connections of a listener share.
final class TCPServer: Sendable {
    /// Who hears of links.
    struct Audience: Sendable {
        /// One for each event loop.
        let sinks: [ObjectIdentifier: any DatagramSink]
        let accepted: @Sendable (any Link) -> Void
    }

    let configuration: TCPServerConfiguration
    let loops: TCPLoops
    let admissions: Admissions
    let audience = Mutex<Audience?>(nil)
    private let limits: TCPServerConfiguration.Limits
    private let tls: NIOSSLContext
    private let checker: OuterProofChecker
    let logger: Logger
    private let life = Mutex(Life())

    /// When the threads may end.
    private struct Life {
        var connections = 0
        var isClosing = false
        var isClosed = false

        var isOver: Bool { isClosed && connections == 0 }
    }

    init(_ configuration: TCPServerConfiguration, key: OuterKey, logger: Logger) throws(TransportError) {
        let identity = try TCPIdentity(configuration)
        self.configuration = configuration
        self.logger = logger
        DescriptorLimit.raise()
        limits = configuration.limits.fitting(descriptors: DescriptorLimit.current)
        admissions = Admissions(limits)
        tls = identity.context
        checker = OuterProofChecker(key: key, transport: .tcp, certificate: identity.leaf)
        loops = TCPLoops(count: configuration.loops)
    }

    /// Sets up an accepted connection.
    func welcome(_ channel: any Channel) throws {
        life.withLock { $0.connections += 1 }
        channel.closeFuture.whenComplete { _ in self.leave { $0.connections -= 1 } }
        let door = ConnectionGuard(admissions, limits) { door, channel, first in
            try self.begin(channel, door, first)
        }
        try channel.pipeline.syncOperations.addHandler(door)
    }

    /// Begins TLS, or something else for who does not.
    private func begin(_ channel: any Channel, _ door: ConnectionGuard, _ first: UInt8) throws {
        let operations = channel.pipeline.syncOperations
        if let plain = configuration.website.plain, !Self.beginsTLS(first) {
            door.served()
            try operations.addHandler(VisitorMonitor(door))
            try plain(channel)
        } else {
            try operations.addHandlers([NIOSSLServerHandler(context: tls), ProtocolChooser(self, door)])
        }
    }

    /// A handshake record, or the header of SSL 2, which web servers still tell from plain text.
    private static func beginsTLS(_ byte: UInt8) -> Bool {
        byte == 0x16 || byte >= 0x80
    }

    /// True the first time that it is asked: whoever asks may close the listener, and nobody else.
    func beginClosing() -> Bool {
        life.withLock { life in
            defer { life.isClosing = true }
            return !life.isClosing
        }
    }

    var isClosing: Bool { life.withLock { $0.isClosing } }

    /// Nobody is let in any more; the threads end with the last link.
    func close() {
        leave { $0.isClosed = true }
        admissions.evictAll()
    }

    private func leave(_ change: (inout Life) -> Void) {
        let isOver = life.withLock { life in
            change(&life)
            return life.isOver
        }
        if isOver { loops.shutDown() }
    }

    /// True for a proof of the outer key, once.
    func accepts(_ proof: [UInt8]) -> Bool {
        checker.accepts(proof, at: .millisecondsNow)
    }

    /// Makes a link of a connection whose HTTP is over.
    func makeLink(of channel: any Channel) throws {
        let audience = audience.withLock { $0 }
        guard let audience, let sink = audience.sinks[ObjectIdentifier(channel.eventLoop)] else {
            throw TransportError.notStartable
        }
        let link = TCPLink(channel: channel, pool: loops.pool, logger: logger)
        try link.start(sink: sink)
        audience.accepted(link)
        do {
            try channel.pipeline.syncOperations.addHandler(LinkChannelHandler(link: link, sink: sink))
        } catch {
            link.end(.remote(LinkChannelHandler.farewell))
        }
    }
}

extension UInt64 {
    /// Milliseconds since 1970.
    static var millisecondsNow: UInt64 {
        Self(Swift.max(0, Date().timeIntervalSince1970 * 1_000))
    }
}
