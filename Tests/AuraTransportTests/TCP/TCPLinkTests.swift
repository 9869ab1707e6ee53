import AuraTransport
import AuraWire
import Testing

@Suite("Links over tcp", .timeLimit(.minutes(1)))
struct TCPLinkTests {
    @Test(
        "Datagrams go both ways over IPv4, IPv6, and IPv4 to a socket for both",
        arguments: [Fixtures.loopback4, Fixtures.loopback6, Fixtures.any6])
    func bothWays(address: SocketAddress) async throws {
        var host = try TCPHost(address, echoes: true)
        defer { host.stop() }
        var guest = try TCPGuest(await host.connect())
        let datagrams = (1...50).map { Fixtures.data($0 * 20, seed: UInt64($0)) }
        guest.link.send(datagrams)
        #expect(try await host.receive(50) == datagrams)
        #expect(try await guest.receive(50) == datagrams)
        #expect(guest.link.transport == .tcp && guest.link.remoteAddress == host.address)
        guest.link.close(.local("done"))
        #expect(guest.link.statistics.sent.datagrams == 50 && guest.link.statistics.received.datagrams == 50)
    }

    @Test("Frames of every kind of size arrive whole, up to the longest")
    func sizes() async throws {
        let host = try TCPHost(echoes: true)
        defer { host.stop() }
        var guest = try TCPGuest(await host.connect())
        let longest = TCPLimits.maximumFrame
        #expect(guest.link.maxDatagramSize == longest)
        for size in [1, 2, 3, 4, 5, 1_400, 16_380, 16_384, 16_385, 32_768, 65_535, longest - 1, longest] {
            let datagram = Fixtures.noise(size, seed: UInt64(size))
            guest.link.send([datagram])
            #expect(try await guest.receive(1) == [datagram])
        }
        guest.link.send([[UInt8](repeating: 1, count: longest + 1), [7]])
        #expect(try await guest.receive(1) == [[7]])
        #expect(guest.link.statistics.dropsByReason == [.tooLarge: 1])
        guest.link.close(.local("done"))
    }

    @Test("A long mixed stream arrives in order, both ways at once")
    func stream() async throws {
        var host = try TCPHost(echoes: true)
        defer { host.stop() }
        var guest = try TCPGuest(await host.connect())
        var random = SplitMix64(seed: 42)
        for _ in 0..<60 {
            let sizes = (0..<20).map { _ in random.next() % 8 == 0 ? random.next() % 60_000 : random.next() % 1_500 }
            // Below the bound for slow connections, so that nothing is dropped.
            var room = TCPLimits.slowQueueBytes
            let datagrams = sizes.map { Fixtures.noise(Int($0) + 1, seed: random.next()) }.filter { datagram in
                room -= datagram.count + TCPLimits.frameHeader
                return room >= 0
            }
            guest.link.send(datagrams)
            #expect(try await host.receive(datagrams.count) == datagrams)
            #expect(try await guest.receive(datagrams.count) == datagrams)
        }
        #expect(guest.link.statistics.dropped == 0)
        guest.link.close(.local("done"))
    }

    @Test("What several threads send over one link arrives whole, or is counted as dropped, each thread's in order")
    func severalSenders() async throws {
        var host = try TCPHost()
        defer { host.stop() }
        let guest = try TCPGuest(await host.connect())
        let link = guest.link
        await withTaskGroup { group in
            for sender in UInt8(1)...4 {
                group.addTask {
                    for number in UInt8(0)..<100 {
                        let size = number % 10 == 0 ? 60_000 : 500
                        link.send([[sender, number] + [UInt8](repeating: number, count: size)])
                    }
                }
            }
        }
        let dropped = Int(link.statistics[dropped: .queueFull])
        #expect(dropped < 400 && link.statistics.dropped == UInt64(dropped))
        let received = try await host.receive(400 - dropped)
        for datagram in received { #expect(datagram.dropFirst(2).allSatisfy { $0 == datagram[1] }) }
        for sender in UInt8(1)...4 {
            let numbers = received.filter { $0[0] == sender }.map { $0[1] }
            #expect(numbers == numbers.sorted() && Set(numbers).count == numbers.count)
        }
        link.close(.local("done"))
    }

    @Test("What a server sends before the client has started its link is not lost")
    func early() async throws {
        let greeting = (1...100).map { Fixtures.data(1_000, seed: $0) }
        var host = try TCPHost(greeting: greeting)
        defer { host.stop() }
        let link = try await host.connect()
        // The echo of another client shows that the server has long sent its greeting.
        _ = try await host.opened()
        var guest = try TCPGuest(link)
        #expect(try await guest.receive(100) == greeting)
        link.close(.local("done"))
    }

    @Test("Several threads may send at once")
    func concurrentSends() async throws {
        var host = try TCPHost()
        defer { host.stop() }
        let link = try await host.connect()
        let guest = try TCPGuest(link)
        await withTaskGroup { group in
            for thread in 0..<4 {
                group.addTask {
                    for number in 0..<100 { link.send([[UInt8](repeating: UInt8(thread), count: 100 + number)]) }
                }
            }
        }
        let datagrams = try await host.receive(400)
        for thread in 0..<4 {
            #expect(datagrams.filter { $0.first == UInt8(thread) }.map(\.count) == Array(100..<200))
        }
        guest.link.close(.local("done"))
    }

    @Test("One handler serves all links of a loop, and knows them apart")
    func manyLinks() async throws {
        var host = try TCPHost(loops: 1)
        defer { host.stop() }
        var links: [TCPLink] = []
        for number in 0..<10 {
            let guest = try TCPGuest(await host.connect())
            guest.link.send([[UInt8(number)]])
            links.append(guest.link)
        }
        var senders: [LinkID: [[UInt8]]] = [:]
        while senders.count < 10 {
            let news = try await host.next()
            if case .received(let datagrams) = news.what { senders[news.link.id, default: []] += datagrams }
        }
        #expect(Set(senders.values.flatMap { $0 }) == Set((0..<10).map { [UInt8($0)] }))
        #expect(host.listener.admissions.open == 10 && host.listener.admissions.accepted == 10)
        for link in links { link.close(.local("done")) }
        for _ in links { #expect(try await host.closeReason().label == "remote") }
    }

    @Test("The round-trip time becomes known")
    func roundTrip() async throws {
        var host = try TCPHost(echoes: true)
        defer { host.stop() }
        var guest = try TCPGuest(await host.connect())
        guest.link.send([[1]])
        _ = try await guest.receive(1)
        _ = try await host.opened()
        #if os(Linux)
            while guest.link.roundTrip == nil { await Task.yield() }
            #expect(try #require(guest.link.roundTrip) < .seconds(1))
        #endif
        guest.link.close(.local("done"))
    }
}
