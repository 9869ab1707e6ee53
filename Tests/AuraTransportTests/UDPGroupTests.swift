import AuraTransport
import AuraWire
import Synchronization
import Testing

#if os(Linux)
    @Suite("Several UDP sockets on one port", .timeLimit(.minutes(1)))
    struct UDPGroupTests {
        private static func bind(_ count: Int, at address: SocketAddress = Fixtures.loopback4) throws -> [UDPLink] {
            try UDPLink.bind(to: address, sockets: count, key: Fixtures.key, logger: Fixtures.logger)
        }

        @Test("They have one port, peers are spread over them, and each is answered from there")
        func spreading() async throws {
            let links = try Self.bind(4)
            let witnesses = links.map { _ in QUICWitness(echoes: true) }
            for (link, witness) in zip(links, witnesses) { try link.start(QUICWitnessHandler(witness: witness)) }
            let address = links[0].localAddress
            #expect(links.count == 4 && Set(links.map(\.localAddress)) == [address] && Set(links.map(\.id)).count == 4)
            for number in 0..<64 {
                var client = try Inspector(Fixtures.client())
                let datagram = Fixtures.data(100, seed: UInt64(number))
                var batch = PacketBatch([datagram], to: address)
                client.link.send(&batch)
                #expect(try await client.receive(1) == [Datagram(bytes: datagram, remote: address)])
                client.link.close(.local("done"))
            }
            let counts = witnesses.map(\.datagrams.count)
            // That one of four gets none of 64 is less likely than one in ten million.
            #expect(counts.reduce(0, +) == 64 && counts.allSatisfy { $0 > 0 })
            links[0].close(.local("done"))
        }

        @Test("When one ends all end, for its reason, and the port is free", arguments: [0, 2], [true, false])
        func ending(first: Int, areStarted: Bool) async throws {
            let links = try Self.bind(3)
            let witnesses = links.map { _ in QUICWitness() }
            if areStarted {
                for (link, witness) in zip(links, witnesses) { try link.start(QUICWitnessHandler(witness: witness)) }
            }
            links[first].close(.failed("recvmmsg"))
            for link in links { link.close(.local("late")) }
            if areStarted {
                for witness in witnesses { try await witness.wait { $0.reasons == [.failed("recvmmsg")] } }
            } else {
                for link in links { #expect(throws: TransportError.notStartable) { try Inspector(link) } }
            }
            let next = try Fixtures.link(links[0].localAddress)
            next.close(.local("done"))
        }

        @Test("A stranger's socket is noticed, whatever it shares, and the next port is found")
        func strangers() throws {
            let own = try Fixtures.link()
            own.close(.local("only to know a port that is free"))
            let stranger = try CoTenant(.udp, at: own.localAddress, CoTenant.Manner(shares: true))
            #expect(throws: TransportError.addressInUse(.udp, stranger.address)) {
                try Self.bind(4, at: stranger.address)
            }
            let links = try UDPLink.bind(
                to: stranger.address, sockets: 4, scan: PortScan(), key: Fixtures.key, logger: Fixtures.logger)
            #expect(Set(links.map(\.localAddress.port)).count == 1)
            #expect(links[0].localAddress.port > stranger.address.port)
            links[0].close(.local("done"))
        }

        @Test("There are as many as asked for, within bounds", arguments: [(0, 1), (1, 1), (2, 2), (1_000, 64)])
        func count(asked: Int, given: Int) throws {
            #expect(UDPLink.maximumSockets == 64)
            let links = try Self.bind(asked)
            #expect(links.count == given)
            for link in links { link.close(.local("done")) }
        }

        @Test("A server numbers the threads that receive, its sockets first")
        func numbers() async throws {
            var plan = MultiServer.Plan([
                .udp: Fixtures.loopback4, .tcp: Fixtures.loopback4, .quic: Fixtures.loopback4,
            ])
            plan.udpSockets = 3
            plan.tcp?.configuration.loops = 2
            let server = try MultiServer.bind(plan, key: Fixtures.key, logger: Fixtures.logger)
            defer { server.close(.local("done")) }
            let (numbers, opened) = (Numbers(), QUICWitness())
            try server.start { number in
                numbers.taken.withLock { $0.append(number) }
                return QUICWitnessHandler(witness: opened)
            } opened: { link in
                opened.notes.withLock { $0.links.append(link) }
            }
            while numbers.taken.withLock({ $0.count }) < 6 { try await Task.sleep(for: .milliseconds(1)) }
            #expect(numbers.taken.withLock { $0 } == Array(0..<6))
            #expect(opened.links.map(\.transport) == [.udp, .udp, .udp])
            #expect(server.boundAddresses[.udp] == opened.links.first?.localAddress)
        }

        private final class Numbers: Sendable {
            let taken = Mutex<[Int]>([])
        }
    }
#endif
