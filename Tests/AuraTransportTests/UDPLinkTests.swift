import AuraCrypto
import AuraTransport
import AuraWire
import Testing

@Suite("UDP links over loopback", .timeLimit(.minutes(1)))
struct UDPLinkTests {
    @Test(
        "Data and handshakes go both ways and arrive as they were",
        arguments: [
            (Fixtures.loopback4, Fixtures.loopback4), (Fixtures.loopback6, Fixtures.loopback6),
            (Fixtures.any6, Fixtures.loopback6), (Fixtures.any6, Fixtures.loopback4),
            (Fixtures.any4, Fixtures.loopback4),
        ])
    func roundTrip(bound: SocketAddress, dialled: SocketAddress) async throws {
        var server = try Inspector(Fixtures.link(bound), echoes: true)
        var client = try Inspector(Fixtures.client())
        let target = dialled.with(port: server.link.localAddress.port)
        let payloads = [Fixtures.data(33), Fixtures.handshake(5), Fixtures.data(1400), [3, 0, 0, 0]]
        var batch = PacketBatch(payloads, to: target)
        client.link.send(&batch)
        #expect(batch.entries.isEmpty)

        let atServer = try await server.receive(4)
        #expect(Set(atServer.map(\.bytes)) == Set(payloads))
        let clientAddress = dialled.with(port: client.link.localAddress.port)
        #expect(atServer.allSatisfy { $0.remote == clientAddress })
        let atClient = try await client.receive(4)
        #expect(Set(atClient) == Set(payloads.map { Datagram(bytes: $0, remote: target) }))
        server.link.close(.local("done"))
        client.link.close(.local("done"))
    }

    @Test("A reply leaves from the address that was asked, though the socket is bound to any")
    func replySource() async throws {
        let server = try Inspector(Fixtures.link(Fixtures.any4), echoes: true).link
        defer { server.close(.local("done")) }
        let client = try RawSocket(bindTo: Fixtures.loopback4)
        let asked = SocketAddress(.v4(IPv4Address(bits: 0x7f00_0002)), port: server.localAddress.port)
        var batch = PacketBatch([Fixtures.data(100)], to: asked)
        var tally = LinkStatistics()
        let isSealed = OuterGate(key: Fixtures.key).cover(&batch, counting: &tally) != nil
        #expect(!isSealed)
        client.send(try #require(batch.datagrams.first).bytes, to: asked)
        #expect(try client.receive().remote == asked)
    }

    @Test("An IPv4-mapped remote is the same as the plain one")
    func mappedRemote() async throws {
        var server = try Inspector(Fixtures.link())
        defer { server.link.close(.local("done")) }
        let mapped = IPAddress.v6(IPv6Address(bits: 0xffff_7f00_0001))
        for client in [try Fixtures.client(), try Fixtures.link()] {
            var batch = PacketBatch([Fixtures.data(40)], to: SocketAddress(mapped, port: server.link.localAddress.port))
            client.send(&batch)
            let datagram = try #require(try await server.receive(1).first)
            #expect(
                datagram
                    == Datagram(
                        bytes: Fixtures.data(40), remote: Fixtures.loopback4.with(port: client.localAddress.port)))
            client.close(.local("done"))
        }
    }

    @Test("Several threads may send at once")
    func concurrentSends() async throws {
        var server = try Inspector(Fixtures.link { $0.bufferBytes = 16 << 20 })
        let client = try Fixtures.client()
        let target = server.link.localAddress
        let expected = Set((0..<400).map { Fixtures.data(60, seed: UInt64($0)) })
        await withTaskGroup { group in
            for sender in 0..<4 {
                group.addTask {
                    for round in 0..<20 {
                        let first = sender * 100 + round * 5
                        let payloads = (first..<(first + 5)).map { Fixtures.data(60, seed: UInt64($0)) }
                        var batch = PacketBatch(payloads, to: target)
                        client.send(&batch)
                    }
                }
            }
        }
        #expect(Set(try await server.receive(400).map(\.bytes)) == expected)
        #expect(client.statistics.sent.datagrams == 400)
        server.link.close(.local("done"))
        client.close(.local("done"))
    }

    @Test("Statistics count what went through, in wire bytes, and drops by reason")
    func statistics() async throws {
        var server = try Inspector(Fixtures.link())
        let client = try Fixtures.link()
        let target = server.link.localAddress
        let datagrams =
            [Fixtures.data(100), Fixtures.handshake(50), [], [9, 9, 9], Fixtures.data(32), Fixtures.data(65_530)]
            .map { Datagram(bytes: $0, remote: target) }
            + [Datagram(bytes: Fixtures.data(100), remote: Fixtures.loopback6.with(port: 1))]
        var batch = PacketBatch(datagrams)
        client.send(&batch)
        _ = try await server.receive(2)

        let sent = client.statistics
        #expect(sent.sent.datagrams == 2)
        #expect(sent.sent.bytes == UInt64(150 + OuterGate.sealOverhead))
        #expect(sent.dropsByReason == [.malformed: 2, .tooLarge: 1, .unreachable: 1])
        #expect(sent.dropped == 4)
        #expect(server.link.statistics.received == sent.sent)
        #expect(server.link.statistics.dropped == 0)
        server.link.close(.local("done"))
        client.close(.local("done"))
    }

    @Test("The room for data is the path's MTU less the headers of the larger family")
    func datagramSize() throws {
        let v4 = try Fixtures.link()
        let v6 = try Fixtures.link(Fixtures.loopback6) { $0.pathMTU = 1280 }
        #expect(v4.maxDatagramSize == 1472)
        #expect(v6.maxDatagramSize == 1232)
        #expect(v4.id != v6.id)
        v4.close(.local("done"))
        v6.close(.local("done"))
    }
}
