#if os(Linux)
    import AuraTunnel
    import Foundation
    import Glibc
    import Testing

    @Suite(
        "Traffic through several queues", .serialized,
        .enabled(if: Privilege.isThere, Comment(rawValue: Privilege.reason)), .timeLimit(.minutes(2)))
    struct TunQueueTrafficTests {
        private func bytes(_ seed: Int, _ words: Int) -> [UInt8] {
            var random = SeededGenerator(seed: UInt64(seed))
            return [UInt8(seed)] + (0..<words).flatMap { _ in withUnsafeBytes(of: random.next(), Array.init) }
        }

        @Test("Several streams at once arrive as they were sent", arguments: [true, false])
        func streams(offload: Bool) throws {
            let hosts = try ConnectedHosts(queues: 3, offloads: (offload, offload))
            let server = try NamespaceSocket(hosts.second.namespace, isIPv6: false, type: SOCK_STREAM)
            try server.attach(bind, hosts.second.addresses.v4, 7_000)
            #expect(listen(server.descriptor, 8) == 0)
            let expected = (0..<6).map { bytes($0, 100_000) }
            for stream in expected {
                let client = try NamespaceSocket(hosts.first.namespace, isIPv6: false, type: SOCK_STREAM)
                try client.attach(connect, hosts.second.addresses.v4, 7_000)
                Thread.detachNewThread {
                    try? client.send(stream)
                    shutdown(client.descriptor, Int32(SHUT_WR))
                }
            }
            for _ in expected.indices {
                let received = try receiveAll(try server.accept())
                let isSame = try received == expected[Int(#require(received.first))]
                #expect(isSame)
            }
            #expect(hosts.lost == 0)
            #expect((hosts.traffic.superPackets > 0) == offload)
        }

        private func receiveAll(_ socket: NamespaceSocket) throws -> [UInt8] {
            var received: [UInt8] = []
            while true {
                let part = try socket.receive()
                if part.isEmpty { return received }
                received += part
            }
        }

        @Test("Datagrams of many flows come through all queues, those of each flow in order", arguments: [true, false])
        func datagrams(offload: Bool) throws {
            let hosts = try ConnectedHosts(queues: 2, offloads: (offload, offload))
            let server = try NamespaceSocket(hosts.second.namespace, isIPv6: true, type: SOCK_DGRAM)
            try server.set(SOL_SOCKET, SO_RCVBUF, 1 << 20)
            try server.attach(bind, hosts.second.addresses.v6, 7_001)
            let clients = try (0..<64).map { _ in
                let client = try NamespaceSocket(hosts.first.namespace, isIPv6: true, type: SOCK_DGRAM)
                try client.attach(connect, hosts.second.addresses.v6, 7_001)
                return client
            }
            for round in 0..<5 {
                for (flow, client) in clients.enumerated() { try client.send([UInt8(flow), UInt8(round)]) }
            }
            var received = [[UInt8]](repeating: [], count: clients.count)
            for _ in 0..<(5 * clients.count) {
                let datagram = try server.receive()
                received[Int(datagram[0])].append(datagram[1])
            }
            #expect(received.allSatisfy { $0 == [0, 1, 2, 3, 4] })
            #expect(hosts.lost == 0)
            // Which of two the kernel chooses for a flow is as good as a toss.
            #expect(hosts.traffic.queues.allSatisfy { $0 > 0 })
        }
    }
#endif
