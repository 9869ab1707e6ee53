import AuraTransport
import AuraWire
import Foundation
import Testing

@Suite("The end of a tcp link", .timeLimit(.minutes(1)))
struct TCPClosingTests {
    @Test("Both ends hear of a close: one that it was its own, the other that it was not")
    func local() async throws {
        var host = try TCPHost()
        defer { host.stop() }
        var guest = try TCPGuest(await host.connect())
        _ = try await host.opened()
        guest.link.close(.local("enough"))
        guest.link.close(.idle)
        #expect(try await guest.closeReason() == .local("enough"))
        #expect(try await host.closeReason() == .remote("it ended the connection"))
        await host.becomes { $0.open == 0 }
    }

    @Test("A server closes a link in the same way")
    func byServer() async throws {
        var host = try TCPHost()
        defer { host.stop() }
        var guest = try TCPGuest(await host.connect())
        try await host.opened().close(.local("enough"))
        #expect(try await host.closeReason() == .local("enough"))
        #expect(try await guest.closeReason() == .remote("it ended the connection"))
    }

    @Test("A handler may close its own link")
    func fromHandler() async throws {
        let host = try TCPHost(greeting: [[1]])
        defer { host.stop() }
        var guest = try TCPGuest(await host.connect(), closesAfterFirst: true)
        #expect(try await guest.closeReason() == .local("had enough"))
        guest.link.close(.idle)
    }

    @Test("Several threads may close at once; each returns when the handler has heard")
    func concurrent() async throws {
        let host = try TCPHost()
        defer { host.stop() }
        var guest = try TCPGuest(await host.connect())
        let link = guest.link
        await withTaskGroup { group in
            for _ in 0..<4 { group.addTask { link.close(.idle) } }
        }
        #expect(try await guest.closeReason() == .idle)
    }

    @Test("A reset connection is called reset")
    func reset() async throws {
        var host = try TCPHost()
        defer { host.stop() }
        let peer = try await upgraded(host)
        _ = try await host.opened()
        try await peer.reset()
        #expect(try await host.closeReason() == .reset)
    }

    @Test("A reset is seen by the one who sends, too")
    func resetWhileSending() async throws {
        var host = try TCPHost()
        defer { host.stop() }
        let peer = try await upgraded(host)
        let link = try await host.opened()
        try await peer.reset()
        link.send([Fixtures.data(1_000)])
        let reason = try await host.closeReason()
        #expect(reason == .reset)
    }

    @Test("A half-closed connection without TLS's goodbye is over, and that is said")
    func halfClosed() async throws {
        var host = try TCPHost()
        defer { host.stop() }
        let peer = try await upgraded(host)
        _ = try await host.opened()
        try await peer.finish()
        #expect(try await host.closeReason() == .remote("it ended the connection without TLS's goodbye"))
    }

    @Test("TLS's goodbye ends the link")
    func goodbye() async throws {
        var host = try TCPHost()
        defer { host.stop() }
        let peer = try await upgraded(host)
        _ = try await host.opened()
        peer.close()
        #expect(try await host.closeReason() == .remote("it ended the connection"))
    }

    @Test("A link that ended before it was started tells its handler so")
    func endedBeforeStart() async throws {
        var host = try TCPHost()
        defer { host.stop() }
        let link = try await host.connect()
        try await host.opened().close(.local("enough"))
        _ = try await host.closeReason()
        var guest = try TCPGuest(link)
        #expect(try await guest.closeReason().label == "remote")
        #expect(throws: TransportError.notStartable) { try TCPGuest(link) }
    }

    @Test("A link starts once, and not after this side closed it")
    func startOnce() async throws {
        let host = try TCPHost()
        defer { host.stop() }
        let started = try TCPGuest(await host.connect()).link
        #expect(throws: TransportError.notStartable) { try TCPGuest(started) }
        started.close(.local("done"))
        let closed = try await host.connect()
        closed.close(.local("done"))
        #expect(throws: TransportError.notStartable) { try TCPGuest(closed) }
    }

    @Test("A closed link drops what it is given to send, and counts it")
    func sendAfterClose() async throws {
        let host = try TCPHost()
        defer { host.stop() }
        let link = try TCPGuest(await host.connect()).link
        link.close(.local("done"))
        link.send([[1], [2, 3]])
        #expect(link.statistics.dropsByReason == [.linkClosed: 2] && link.statistics.sent.datagrams == 0)
    }

    @Test("Links that close under load, at either end, end once, and nothing is lost from the books")
    func underLoad() async throws {
        var host = try TCPHost(echoes: true)
        defer { host.stop() }
        for round in 0..<20 {
            var guest = try TCPGuest(await host.connect())
            let (link, other) = (guest.link, try await host.opened())
            let senders = (0..<2).map { _ in
                Task { [datagrams = (0..<20).map { Fixtures.data(1_000, seed: $0) }] in
                    for _ in 0..<200 { link.send(datagrams) }
                }
            }
            _ = try await guest.receive(20)
            (round % 2 == 0 ? link : other).close(.local("enough"))
            for sender in senders { await sender.value }
            #expect(try await guest.closeReason().label == (round % 2 == 0 ? "local" : "remote"))
            _ = try await host.closeReason()
            link.close(.idle)
            #expect(link.statistics.sent.datagrams + link.statistics.dropped == 8_000)
        }
        await host.becomes { $0.open == 0 }
        #expect(host.listener.admissions.accepted == 20)
    }

    /// A client that has got its 101 and goes as it likes.
    private func upgraded(_ host: TCPHost) async throws -> TLSPeer {
        var peer = try await TLSPeer(host.address)
        try await peer.send(peer.upgrade(host.key))
        try await peer.expect(TLSPeer.switching)
        return peer
    }
}

extension TCPHost {
    /// Waits until the listener's counters are as wanted.
    func becomes(_ condition: (ListenerStatistics) -> Bool) async {
        while !condition(listener.admissions), !Task.isCancelled { try? await Task.sleep(for: .milliseconds(5)) }
    }
}
