import AuraTransport
import AuraWire
import Testing

/// A datagram as a test sees it.
struct Datagram: Hashable, Sendable {
    var bytes: [UInt8]
    var remote: SocketAddress
}

/// What a link told its handler.
enum LinkEvent: Sendable {
    case received([Datagram])
    case closed(LinkCloseReason)
}

/// A handler that passes everything on to a test, and answers if asked to.
struct Collector: DatagramHandler, ~Copyable {
    private let events: AsyncStream<LinkEvent>.Continuation
    private let echoes: Bool
    private let closesAfterFirst: Bool

    init(_ events: AsyncStream<LinkEvent>.Continuation, echoes: Bool = false, closesAfterFirst: Bool = false) {
        self.events = events
        self.echoes = echoes
        self.closesAfterFirst = closesAfterFirst
    }

    mutating func handle(_ batch: inout PacketBatch, from link: any Link) {
        let datagrams = batch.datagrams
        events.yield(.received(datagrams))
        if echoes {
            var answer = PacketBatch(datagrams)
            link.send(&answer)
        }
        if closesAfterFirst { link.close(.local("had enough")) }
    }

    mutating func linkClosed(_ link: any Link, reason: LinkCloseReason) {
        events.yield(.closed(reason))
        events.finish()
    }
}

/// The receiving end of a started link.
struct Inspector {
    let link: UDPLink
    private var iterator: AsyncStream<LinkEvent>.AsyncIterator

    init(_ link: UDPLink, echoes: Bool = false, closesAfterFirst: Bool = false) throws {
        let (stream, continuation) = AsyncStream<LinkEvent>.makeStream()
        try link.start(Collector(continuation, echoes: echoes, closesAfterFirst: closesAfterFirst))
        self.link = link
        iterator = stream.makeAsyncIterator()
    }

    /// Waits for `count` datagrams.
    mutating func receive(_ count: Int) async throws -> [Datagram] {
        var datagrams: [Datagram] = []
        while datagrams.count < count {
            let event = try #require(await iterator.next(isolation: #isolation), "the link closed early")
            guard case .received(let more) = event else { continue }
            datagrams += more
        }
        return datagrams
    }

    /// Waits for the close; everything received meanwhile is passed over.
    mutating func closeReason() async throws -> LinkCloseReason {
        while true {
            let event = try #require(await iterator.next(isolation: #isolation), "the events ended without a close")
            if case .closed(let reason) = event { return reason }
        }
    }
}

extension PacketBatch {
    /// All that was not dropped.
    var datagrams: [Datagram] {
        mutating get {
            (0..<count).compactMap { index in
                let entry = entries[index]
                guard entry.length > 0 else { return nil }
                let bytes = withPacket(at: index) { packet in packet.span.indices.map { packet.span[$0] } }
                return Datagram(bytes: bytes, remote: entry.remote)
            }
        }
    }

    init(_ datagrams: [Datagram], headroom: Int = 0) {
        let bytes = datagrams.reduce(0) { $0 + $1.bytes.count + headroom }
        self.init(capacity: datagrams.count, bytes: bytes, headroom: headroom)
        for datagram in datagrams {
            append(upTo: datagram.bytes.count, remote: datagram.remote) { output in
                for index in datagram.bytes.indices { output[index] = datagram.bytes[index] }
                return datagram.bytes.count
            }
        }
    }

    init(_ payloads: [[UInt8]], to remote: SocketAddress, headroom: Int = 0) {
        self.init(payloads.map { Datagram(bytes: $0, remote: remote) }, headroom: headroom)
    }
}
