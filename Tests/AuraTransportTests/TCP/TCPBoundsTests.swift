import AuraTransport
import AuraWire
import Foundation
import NIOCore
import Testing

/// One test after the other: they count descriptors, or use many.
@Suite("Bounds of tcp", .serialized, .timeLimit(.minutes(2)))
struct TCPBoundsTests {
    init() {
        DescriptorLimits.raise()
    }

    @Test(
        "Five thousand silent strangers do not keep a client out, and are gone in 15 seconds",
        .enabled(if: DescriptorLimits.hard >= 11_000, "needs 11,000 descriptors"))
    func silentCrowd() async throws {
        var host = try TCPHost(echoes: true)
        defer { host.stop() }
        let start = ContinuousClock.now
        let crowd = try await Crowd(5_000, host.address)
        // Clients come while the strangers come, and after them.
        for _ in 0..<20 {
            var guest = try TCPGuest(await host.connect())
            guest.link.send([[1]])
            #expect(try await guest.receive(1) == [[1]])
            guest.link.close(.local("done"))
        }
        try await crowd.arrive()
        var guest = try TCPGuest(await host.connect())
        guest.link.send([[2]])
        #expect(try await guest.receive(1) == [[2]])
        #expect(crowd.open <= TCPLimits.connecting.perSource)
        await crowd.leave()
        #expect(ContinuousClock.now - start < .seconds(25) && crowd.longestStay < .seconds(15))
        #expect(host.listener.admissions.expired == 5_000)
        guest.link.send([[3]])
        #expect(try await guest.receive(1) == [[3]])
        guest.link.close(.local("done"))
        _ = try await host.closeReason()
    }

    @Test("Who is silent before, in or after the TLS handshake, or slow with the head, is closed in time")
    func deadlines() async throws {
        let host = try TCPHost { limits in
            limits.handshake = .milliseconds(200)
            limits.firstRequest = .milliseconds(600)
        }
        defer { host.stop() }
        let start = ContinuousClock.now
        var silent = try await PlainPeer(host.address)
        var halfway = try await PlainPeer(host.address)
        try await halfway.send([22, 3, 1, 2, 0, 1, 0])
        #expect(await silent.rest() == [])
        #expect(await halfway.rest() == [])
        #expect(ContinuousClock.now - start >= .milliseconds(190))
        var greeted = try await TLSPeer(host.address)
        var slow = try await TLSPeer(host.address)
        let channel = slow.channel
        let trickle = Task {
            for byte in Array("GET / HTTP/1.1\r\nHost: ".utf8) + [UInt8](repeating: 120, count: 250) {
                try await channel.writeAndFlush(ByteBuffer(bytes: [byte]))
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        #expect(await greeted.rest() == "")
        #expect(await slow.rest() == "")
        await #expect(throws: (any Error).self) { try await trickle.value }
        #expect(host.listener.admissions.expired == 4 && host.listener.admissions.strangers == 0)
        try await host.connect().close(.local("done"))
    }

    @Test("A visitor who does nothing is closed, one who asks is not")
    func idleVisitors() async throws {
        let host = try TCPHost { $0.visitorIdle = .milliseconds(400) }
        defer { host.stop() }
        var idle = try await TLSPeer(host.address)
        var busy = try await TLSPeer(host.address)
        try await idle.send("GET /idle")
        try await idle.expect(TCPWebsite.answer(to: "GET /idle"))
        for number in 0..<20 {
            try await busy.send("\(number)")
            try await busy.expect(TCPWebsite.answer(to: "\(number)"))
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(await idle.rest() == "")
        #expect(host.listener.admissions.expired == 1 && host.listener.admissions.strangers == 2)
        #expect(await busy.rest() == "")
        #expect(host.listener.admissions.expired == 2)
    }

    @Test("Links are bounded: one too many is a stranger, and there is room again when one has gone")
    func links() async throws {
        let host = try TCPHost { $0.links = .init(total: 2, perSource: 2) }
        defer { host.stop() }
        let first = try await host.connect()
        let second = try await host.connect()
        await #expect(throws: TransportError.self) { try await host.connect() }
        #expect(host.listener.admissions.accepted == 2 && host.listener.admissions.strangers == 1)
        first.close(.local("done"))
        while host.listener.admissions.open > 1 { try await Task.sleep(for: .milliseconds(5)) }
        try await host.connect().close(.local("done"))
        second.close(.local("done"))
    }

    @Test("A full room closes its oldest, and one source cannot fill it")
    func rooms() async throws {
        // One loop, so that connections arrive in the order in which they were made.
        let host = try TCPHost(loops: 1) { $0.connecting = .init(total: 6, perSource: 3) }
        defer { host.stop() }
        var peers: [PlainPeer] = []
        // Three of each of two sources fill the room; then one source's fourth takes the place of its first.
        for source in ["127.0.0.2", "127.0.0.2", "127.0.0.2", "127.0.0.3", "127.0.0.3", "127.0.0.3", "127.0.0.3"] {
            peers.append(try await PlainPeer(host.address, from: source))
        }
        #expect(await peers[3].rest() == [])
        await host.becomes { $0.expired == 1 }
        #expect(peers.filter(\.isOpen).count == 6)
        // A third source takes the place of the oldest of all.
        peers.append(try await PlainPeer(host.address, from: "127.0.0.4"))
        #expect(await peers[0].rest() == [])
        await host.becomes { $0.expired == 2 }
        #expect(peers.map(\.isOpen) == [false, true, true, false, true, true, true, true])
        try await host.connect().close(.local("done"))
        for peer in peers { peer.close() }
    }

    @Test("The other rooms are bounded as well, and do not push out a link")
    func otherRooms() async throws {
        var host = try TCPHost(echoes: true, loops: 1) { limits in
            limits.greeted = .init(total: 2, perSource: 2)
            limits.visitors = .init(total: 3, perSource: 3)
        }
        defer { host.stop() }
        var guest = try TCPGuest(await host.connect())
        var greeted: [TLSPeer] = []
        for _ in 0..<4 { greeted.append(try await TLSPeer(host.address)) }
        #expect(await greeted[0].rest() == "")
        #expect(await greeted[1].rest() == "")
        var visitors: [TLSPeer] = []
        for number in 0..<4 {
            var peer = try await TLSPeer(host.address)
            try await peer.send("\(number)")
            try await peer.expect(TCPWebsite.answer(to: "\(number)"))
            visitors.append(peer)
        }
        #expect(await visitors[0].rest() == "")
        try await visitors[1].send("again")
        try await visitors[1].expect(TCPWebsite.answer(to: "again"))
        guest.link.send([[1]])
        #expect(try await guest.receive(1) == [[1]])
        for peer in visitors + greeted { peer.close() }
        guest.link.close(.local("done"))
        _ = try await host.closeReason()
    }

    @Test("A peer that does not read costs a bounded queue, and everything more is dropped and counted")
    func fullQueue() async throws {
        var host = try TCPHost()
        defer { host.stop() }
        var peer = try await TLSPeer(host.address, receiveBuffer: 64 << 10)
        try await peer.send(peer.upgrade(host.key))
        try await peer.expect(TLSPeer.switching)
        let link = try await host.opened()
        try await peer.channel.setOption(.autoRead, value: false).get()
        let datagrams = (0..<100).map { Fixtures.data(1_396, seed: $0) }
        let (rounds, frame) = (2_000, 1_400)
        for _ in 0..<rounds { link.send(datagrams) }
        let full = link.statistics
        #expect(full[dropped: .queueFull] > 0 && full.dropped == full[dropped: .queueFull])
        // What the system and NIO took, and what waits in the queue: far below the 280 MB that were offered.
        #expect(full.sent.bytes < 8 << 20)
        let waiting = rounds * 100 - Int(full.sent.datagrams) - Int(full.dropped)
        #expect(waiting >= 0 && waiting * frame <= TCPLimits.queueBytes)
        // A slow connection has a shorter queue, once it is known to be slow.
        try await Task.sleep(for: .milliseconds(2 * TCPLimits.slowAfterMilliseconds))
        link.send(datagrams)
        #expect(link.statistics[dropped: .queueFull] == full[dropped: .queueFull] + 100)
        // All that was not dropped arrives when the peer reads again.
        try await peer.channel.setOption(.autoRead, value: true).get()
        _ = try await peer.receive((rounds * 100 - Int(full.dropped)) * frame)
        peer.close()
        _ = try await host.closeReason()
        let after = link.statistics
        #expect(Int(after.sent.datagrams) + Int(after.dropped) == rounds * 100 + 100)
    }

    @Test("A hundred links, and a listener for each ten, leave no descriptor behind")
    func descriptors() async throws {
        func cycle(_ count: Int) async throws {
            var host = try TCPHost()
            for _ in 0..<count {
                let guest = try TCPGuest(await host.connect())
                guest.link.send([[1]])
                _ = try await host.receive(1)
                guest.link.close(.local("done"))
                _ = try await host.closeReason()
            }
            host.stop()
        }
        try await cycle(1)
        let before = Self.descriptorCount
        for _ in 0..<10 { try await cycle(10) }
        // Tests of other suites have files open at the same time; a leak would leave a hundred.
        let clock = ContinuousClock()
        let end = clock.now + .seconds(20)
        while Self.descriptorCount > before + 40, clock.now < end { try await Task.sleep(for: .milliseconds(20)) }
        #expect(Self.descriptorCount <= before + 40)
    }

    private static var descriptorCount: Int {
        #if os(Linux)
            (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
        #else
            (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd").count) ?? 0
        #endif
    }
}
