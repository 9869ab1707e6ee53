#if os(Linux)
    import AuraTunnel
    import Foundation
    import Glibc
    import Testing

    /// What applications send, from one kernel to another.
    @Suite(
        "Traffic through TUN devices", .serialized,
        .enabled(if: Privilege.isThere, Comment(rawValue: Privilege.reason)), .timeLimit(.minutes(2)))
    struct TunTrafficTests {
        private func withHosts(
            _ offloads: (Bool, Bool), busyPoll: Duration = .zero, _ body: (ConnectedHosts) throws -> Void
        ) throws {
            let hosts = try ConnectedHosts(offloads: offloads, busyPoll: busyPoll)
            try body(hosts)
            for (host, offload) in [(hosts.first, offloads.0), (hosts.second, offloads.1)] {
                #expect(host.queues[0].offloads == (offload ? .all : []), "\(host.queues[0].refusals)")
            }
            #expect(hosts.lost == 0)
            #expect(offloads.0 == (hosts.traffic.superPackets > 0))
            #expect(offloads.0 == (hosts.traffic.partialChecksums > 0))
        }

        private static let ways = [(true, true), (true, false), (false, true), (false, false)]

        @Test("A stream arrives as it was sent, whichever side has offloads", arguments: ways, [false, true])
        func stream(offloads: (Bool, Bool), isIPv6: Bool) throws {
            try withHosts(offloads, busyPoll: isIPv6 ? .microseconds(50) : .zero) { hosts in
                let address = isIPv6 ? hosts.second.addresses.v6 : hosts.second.addresses.v4
                let server = try NamespaceSocket(hosts.second.namespace, isIPv6: isIPv6, type: SOCK_STREAM)
                try server.attach(bind, address, 7_000)
                #expect(listen(server.descriptor, 1) == 0)
                let client = try NamespaceSocket(hosts.first.namespace, isIPv6: isIPv6, type: SOCK_STREAM)
                try client.attach(connect, address, 7_000)
                let accepted = try server.accept()
                var random = SeededGenerator(seed: 7)
                let sent = (0..<500_000).flatMap { _ in withUnsafeBytes(of: random.next(), Array.init) }
                // A thread of its own: tests that compute beside this one may occupy all that tasks have.
                Thread.detachNewThread {
                    try? client.send(sent)
                    shutdown(client.descriptor, Int32(SHUT_WR))
                }
                var received: [UInt8] = []
                while true {
                    let part = try accepted.receive()
                    if part.isEmpty { break }
                    received += part
                }
                let isSame = received == sent
                #expect(isSame)
            }
        }

        @Test("So do datagrams, each by itself", arguments: ways, [false, true])
        func datagrams(offloads: (Bool, Bool), isIPv6: Bool) throws {
            try withHosts(offloads) { hosts in
                let address = isIPv6 ? hosts.second.addresses.v6 : hosts.second.addresses.v4
                let server = try NamespaceSocket(hosts.second.namespace, isIPv6: isIPv6, type: SOCK_DGRAM)
                try server.set(SOL_SOCKET, SO_RCVBUF, 1 << 20)
                try server.attach(bind, address, 7_001)
                let client = try NamespaceSocket(hosts.first.namespace, isIPv6: isIPv6, type: SOCK_DGRAM)
                try client.attach(connect, address, 7_001)
                // UDP_SEGMENT: one send is many datagrams, cut by whoever comes last.
                try client.set(Int32(IPPROTO_UDP), 103, 1_201)
                for round in 0..<20 {
                    let sent = (0..<(12 * 1_201 + 77)).map { UInt8(truncatingIfNeeded: $0 / 1_201 &* 16 &+ round) }
                    try client.send(sent)
                    for index in 0..<13 {
                        let expected = sent[(index * 1_201)..<min(sent.count, (index + 1) * 1_201)]
                        #expect(try server.receive() == Array(expected))
                    }
                    // A single one, which is no super-packet.
                    try client.send(Array(sent[..<500]))
                    #expect(try server.receive() == Array(sent[..<500]))
                }
            }
        }
    }
#endif
