#if os(Linux)
    import AuraTunnel
    import Foundation
    import Glibc
    import Testing

    /// What hosts send now and then beside plain TCP and UDP, from one kernel to another.
    @Suite(
        "Odd traffic through TUN devices", .serialized,
        .enabled(if: Privilege.isThere, Comment(rawValue: Privilege.reason)), .timeLimit(.minutes(2)))
    struct TunOddTrafficTests {
        /// A socket option as bytes.
        private struct Option: Sendable {
            let level: Int32
            let number: Int32
            let value: [UInt8]
        }

        private static let one: [UInt8] = [1, 0, 0, 0]
        private static let routerAlert = Option(level: 0, number: 4, value: [148, 4, 0, 0])
        private static let recordRoute = Option(level: 0, number: 4, value: [7, 11, 4, 0, 0, 0, 0, 0, 0, 0, 0, 1])
        private static let noChecksum = Option(level: SOL_SOCKET, number: 11, value: one)
        private static let hopByHop = Option(level: 41, number: 54, value: [0, 0, 5, 2, 0, 0, 1, 0])
        /// An option for experiments, which whoever does not know it passes over (RFC 4727).
        private static let destination = Option(
            level: 41, number: 59, value: [0, 2, 0x1e, 20] + [UInt8](repeating: 7, count: 20))
        private static let segmented = Option(level: 17, number: 103, value: [0xb1, 0x04, 0, 0])

        private static let version4: [[Option]] = [
            [], [routerAlert], [recordRoute], [noChecksum], [noChecksum, routerAlert], [routerAlert, segmented],
        ]
        private static let version6: [[Option]] = [
            [], [hopByHop], [destination], [hopByHop, destination], [destination, segmented],
        ]

        private func set(_ options: [Option], _ socket: NamespaceSocket) throws {
            for option in options {
                let length = socklen_t(option.value.count)
                guard setsockopt(socket.descriptor, option.level, option.number, option.value, length) == 0 else {
                    throw ToolFailure(text: "option \(option): errno \(errno)")
                }
            }
        }

        private func payload(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) } }

        private func exchange(_ hosts: ConnectedHosts, isIPv6: Bool, _ options: [Option]) throws {
            let addresses = hosts.second.addresses
            let server = try NamespaceSocket(hosts.second.namespace, isIPv6: isIPv6, type: SOCK_DGRAM)
            try server.attach(bind, isIPv6 ? addresses.v6 : addresses.v4, 7_002)
            let client = try NamespaceSocket(hosts.first.namespace, isIPv6: isIPv6, type: SOCK_DGRAM)
            try set(options, client)
            try client.attach(connect, isIPv6 ? addresses.v6 : addresses.v4, 7_002)
            for length in [1, 2, 333, 1_200] {
                try client.send(payload(length))
                #expect(try server.receive() == payload(length), "\(options)")
            }
            guard options.contains(where: { $0.number == 103 }) else { return }
            let sent = payload(5 * 1_201 + 7)
            try client.send(sent)
            for start in stride(from: 0, to: sent.count, by: 1_201) {
                #expect(try server.receive() == Array(sent[start...].prefix(1_201)), "\(options)")
            }
        }

        private static let ways = [(true, true), (true, false), (false, true), (false, false)]

        @Test("Datagrams with IP options, extension headers, or without a checksum", arguments: ways)
        func options(offloads: (Bool, Bool)) throws {
            let hosts = try ConnectedHosts(offloads: offloads)
            for options in Self.version4 { try exchange(hosts, isIPv6: false, options) }
            for options in Self.version6 { try exchange(hosts, isIPv6: true, options) }
            #expect(hosts.lost == 0)
            #expect((hosts.traffic.partialChecksums > 0) == offloads.0)
        }

        @Test("Datagrams that are longer than a packet, and pings that are, come in fragments", arguments: ways)
        func fragments(offloads: (Bool, Bool)) throws {
            let hosts = try ConnectedHosts(offloads: offloads)
            for isIPv6 in [false, true] {
                let address = isIPv6 ? hosts.second.addresses.v6 : hosts.second.addresses.v4
                let server = try NamespaceSocket(hosts.second.namespace, isIPv6: isIPv6, type: SOCK_DGRAM)
                try server.attach(bind, address, 7_003)
                let client = try NamespaceSocket(hosts.first.namespace, isIPv6: isIPv6, type: SOCK_DGRAM)
                try client.attach(connect, address, 7_003)
                for length in [1_500, 9_999, 40_000] {
                    try client.send(payload(length))
                    #expect(try server.receive() == payload(length))
                }
                let pings = try hosts.first.namespace.exec(
                    "ping", "-n", "-c", "2", "-i", "0.1", "-W", "5", "-s", "4001", address)
                #expect(pings.contains("2 received"))
            }
            #expect(hosts.lost == 0)
        }

        @Test("Streams with IP options or extension headers in each packet", arguments: ways, [false, true])
        func streams(offloads: (Bool, Bool), isIPv6: Bool) throws {
            let hosts = try ConnectedHosts(offloads: offloads)
            let address = isIPv6 ? hosts.second.addresses.v6 : hosts.second.addresses.v4
            let server = try NamespaceSocket(hosts.second.namespace, isIPv6: isIPv6, type: SOCK_STREAM)
            try server.attach(bind, address, 7_004)
            #expect(listen(server.descriptor, 1) == 0)
            let client = try NamespaceSocket(hosts.first.namespace, isIPv6: isIPv6, type: SOCK_STREAM)
            try set([isIPv6 ? Self.destination : Self.recordRoute], client)
            try client.attach(connect, address, 7_004)
            let sent = payload(400_001)
            Thread.detachNewThread {
                try? client.send(sent)
                shutdown(client.descriptor, Int32(SHUT_WR))
            }
            let accepted = try server.accept()
            var received: [UInt8] = []
            while true {
                let part = try accepted.receive()
                if part.isEmpty { break }
                received += part
            }
            let isSame = received == sent
            #expect(isSame && hosts.lost == 0)
        }
    }
#endif
