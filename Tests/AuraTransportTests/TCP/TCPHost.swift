import AuraCrypto
import AuraTransport
import AuraWire
import Testing

/// What a link of a listener told its handler.
struct TCPNews: Sendable {
    enum What: Sendable {
        case opened
        case received([[UInt8]])
        case closed(LinkCloseReason)
    }

    let link: any Link
    let what: What
}

/// A handler for all links of a loop that tells a test everything, and answers if asked to.
struct TCPReporter: DatagramHandler, ~Copyable {
    let news: AsyncStream<TCPNews>.Continuation
    let echoes: Bool

    mutating func handle(_ batch: inout PacketBatch, from link: any Link) {
        let datagrams = batch.datagrams.map(\.bytes)
        news.yield(TCPNews(link: link, what: .received(datagrams)))
        guard echoes else { return }
        var answer = PacketBatch(datagrams, to: PacketBatch.nowhere)
        link.send(&answer)
    }

    mutating func linkClosed(_ link: any Link, reason: LinkCloseReason) {
        news.yield(TCPNews(link: link, what: .closed(reason)))
    }
}

/// A started listener with all that its links say.
struct TCPHost {
    let listener: TCPListener
    let key: OuterKey
    private var iterator: AsyncStream<TCPNews>.AsyncIterator

    init(
        _ address: SocketAddress = Fixtures.loopback4, echoes: Bool = false, loops: Int = 2,
        greeting: [[UInt8]] = [], isPlain: Bool = true, limits: (inout TCPServerConfiguration.Limits) -> Void = { _ in }
    ) throws {
        var configuration = Self.configuration
        configuration.loops = loops
        limits(&configuration.limits)
        if !isPlain { configuration.website.plain = nil }
        key = .random()
        listener = try TCPListener.bind(to: address, configuration: configuration, key: key, logger: Fixtures.logger)
        let (stream, news) = AsyncStream<TCPNews>.makeStream()
        try listener.start {
            TCPReporter(news: news, echoes: echoes)
        } accepted: { link in
            news.yield(TCPNews(link: link, what: .opened))
            guard !greeting.isEmpty else { return }
            var batch = PacketBatch(greeting, to: PacketBatch.nowhere)
            link.send(&batch)
        }
        iterator = stream.makeAsyncIterator()
    }

    static var configuration: TCPServerConfiguration {
        TCPServerConfiguration(
            certificateChain: TCPIdentityFixture.certificate, privateKey: TCPIdentityFixture.key,
            website: TCPWebsite.all)
    }

    var address: SocketAddress {
        let bound = listener.boundAddress
        return bound.ip == Fixtures.any6.ip ? Fixtures.loopback4.with(port: bound.port) : bound
    }

    func connect(
        to address: SocketAddress? = nil, key: OuterKey? = nil,
        _ change: (inout TCPClientConfiguration) -> Void = { _ in }
    ) async throws(TransportError) -> TCPLink {
        var configuration = TCPClientConfiguration(serverName: nil, host: "localhost")
        change(&configuration)
        return try await TCPLink.connect(
            to: address ?? self.address, configuration: configuration, key: key ?? self.key, logger: Fixtures.logger)
    }

    mutating func next() async throws -> TCPNews {
        try #require(await iterator.next(isolation: #isolation), "the news ended")
    }

    /// Waits until a link opens.
    mutating func opened() async throws -> any Link {
        while true {
            let news = try await next()
            if case .opened = news.what { return news.link }
        }
    }

    /// Waits for `count` datagrams, whatever the link.
    mutating func receive(_ count: Int) async throws -> [[UInt8]] {
        var datagrams: [[UInt8]] = []
        while datagrams.count < count {
            if case .received(let more) = try await next().what { datagrams += more }
        }
        return datagrams
    }

    /// Waits until a link closes.
    mutating func closeReason() async throws -> LinkCloseReason {
        while true {
            if case .closed(let reason) = try await next().what { return reason }
        }
    }

    /// Stops listening.
    func stop() {
        listener.close(.local("the test is over"))
    }
}

/// A started client link with all that it says.
struct TCPGuest {
    let link: TCPLink
    private var iterator: AsyncStream<LinkEvent>.AsyncIterator

    init(_ link: TCPLink, echoes: Bool = false, closesAfterFirst: Bool = false) throws {
        let (stream, continuation) = AsyncStream<LinkEvent>.makeStream()
        try link.start(Collector(continuation, echoes: echoes, closesAfterFirst: closesAfterFirst))
        self.link = link
        iterator = stream.makeAsyncIterator()
    }

    mutating func receive(_ count: Int) async throws -> [[UInt8]] {
        var datagrams: [[UInt8]] = []
        while datagrams.count < count {
            let event = try #require(await iterator.next(isolation: #isolation), "the link closed early")
            if case .received(let more) = event { datagrams += more.map(\.bytes) }
        }
        return datagrams
    }

    mutating func closeReason() async throws -> LinkCloseReason {
        while true {
            let event = try #require(await iterator.next(isolation: #isolation), "the events ended without a close")
            if case .closed(let reason) = event { return reason }
        }
    }
}

extension Link {
    func send(_ datagrams: [[UInt8]]) {
        var batch = PacketBatch(datagrams, to: PacketBatch.nowhere)
        send(&batch)
    }
}
