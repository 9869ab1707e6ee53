import AuraTransport
import AuraWire
import Foundation
import Testing

@Suite("The life of a UDP link", .timeLimit(.minutes(1)))
struct UDPLifecycleTests {
    @Test("Closing wakes the receiver, which hears the reason, once")
    func closeWakes() async throws {
        var inspector = try Inspector(Fixtures.link())
        inspector.link.close(.local("enough"))
        inspector.link.close(.idle)
        #expect(try await inspector.closeReason() == .local("enough"))
    }

    @Test("Several threads may close at once; each returns when it is done")
    func concurrentClose() async throws {
        var inspector = try Inspector(Fixtures.link())
        let link = inspector.link
        await withTaskGroup { group in
            for _ in 0..<4 {
                group.addTask {
                    link.close(.idle)
                    let again = try? Fixtures.link(link.localAddress)
                    again?.close(.idle)
                }
            }
        }
        #expect(try await inspector.closeReason() == .idle)
    }

    @Test("A receiver that polls busily hears everything, and ends when its link is closed")
    func busyPolling() async throws {
        var inspector = try Inspector(Fixtures.link { $0.busyPoll = .seconds(60) }, echoes: true)
        var client = try Inspector(Fixtures.client())
        for number in 0..<50 {
            let datagram = Fixtures.data(80, seed: UInt64(number))
            var batch = PacketBatch([datagram], to: inspector.link.localAddress)
            client.link.send(&batch)
            #expect(try await client.receive(1).map(\.bytes) == [datagram])
        }
        inspector.link.close(.local("enough"))
        #expect(try await inspector.closeReason() == .local("enough"))
        client.link.close(.local("done"))
    }

    @Test("A handler may close its own link")
    func closeFromHandler() async throws {
        var inspector = try Inspector(Fixtures.link(), closesAfterFirst: true)
        let client = try Fixtures.client()
        var batch = PacketBatch([Fixtures.data(50)], to: inspector.link.localAddress)
        client.send(&batch)
        #expect(try await inspector.closeReason() == .local("had enough"))
        inspector.link.close(.idle)
        client.close(.idle)
    }

    @Test("The port is free as soon as close returns, started or not", arguments: [true, false])
    func portIsFreed(isStarted: Bool) throws {
        let link = try Fixtures.link()
        let inspector = isStarted ? try Inspector(link) : nil
        #expect(throws: TransportError.addressInUse(.udp, link.localAddress)) { try Fixtures.link(link.localAddress) }
        (inspector?.link ?? link).close(.local("done"))
        let next = try Fixtures.link(link.localAddress)
        #expect(next.localAddress == link.localAddress)
        next.close(.local("done"))
    }

    @Test("A busy port is an error that names the address and says what to do")
    func addressInUse() throws {
        let link = try Fixtures.link()
        defer { link.close(.local("done")) }
        let error = #expect(throws: TransportError.self) { try Fixtures.link(link.localAddress) }
        let text = try #require(error?.description)
        #expect(text.contains("\(link.localAddress)") && text.contains("another program uses that port"))
    }

    @Test("An address that is not ours is another error, with the system's words")
    func foreignAddress() throws {
        let address = try #require(SocketAddress("192.0.2.1:0"))
        let error = #expect(throws: TransportError.self) { try Fixtures.link(address) }
        guard case .failed(_, let system) = try #require(error) else {
            Issue.record("got \(String(describing: error))")
            return
        }
        #expect(system.number == EADDRNOTAVAIL && system.description.contains("assign requested address"))
    }

    @Test("A closed link drops what it is given to send, and counts it")
    func sendAfterClose() throws {
        let link = try Fixtures.link()
        var before = PacketBatch([Fixtures.data(50)], to: link.localAddress)
        link.send(&before)
        #expect(link.statistics.sent.datagrams == 1)
        link.close(.local("done"))
        var after = PacketBatch([Fixtures.data(50), Fixtures.data(50), Fixtures.handshake(50)], to: link.localAddress)
        link.send(&after)
        #expect(link.statistics.dropsByReason == [.linkClosed: 3])
        #expect(link.statistics.sent.datagrams == 1)
    }

    @Test("A link starts once, and not after it was closed")
    func startOnce() throws {
        let link = try Inspector(Fixtures.link()).link
        #expect(throws: TransportError.notStartable) { try Inspector(link) }
        link.close(.local("done"))
        #expect(throws: TransportError.notStartable) { try Inspector(link) }
        let unstarted = try Fixtures.link()
        unstarted.close(.local("done"))
        #expect(throws: TransportError.notStartable) { try Inspector(unstarted) }
    }

    @Test("A mark needs privilege: with it the link works, without it that is a typed error")
    func mark() throws {
        do throws(TransportError) {
            let link = try Fixtures.link { $0.mark = 0x41 }
            link.close(.local("done"))
        } catch .notPermitted(let what, let error) {
            #expect(what.contains("SO_MARK") && error.number == EPERM)
            #expect(geteuid() != 0 || error.number == EPERM)
        }
    }

    @Test("Opening and closing 200 links leaves no descriptor behind")
    func descriptors() async throws {
        let before = try openDescriptors()
        for round in 0..<200 {
            let link = try Fixtures.link()
            if round % 2 == 0 { _ = try Inspector(link) }
            link.close(.local("done"))
        }
        // Other tests run at the same time and hold a few; a leak would be 200 at least.
        #expect(try openDescriptors() - before < 100)
    }

    private func openDescriptors() throws -> Int {
        let folder = FileManager.default.fileExists(atPath: "/proc/self/fd") ? "/proc/self/fd" : "/dev/fd"
        return try FileManager.default.contentsOfDirectory(atPath: folder).count
    }
}
