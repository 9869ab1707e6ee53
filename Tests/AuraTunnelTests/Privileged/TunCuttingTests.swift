#if os(Linux)
    import AuraTunnel
    import AuraWire
    import Testing

    /// The kernel itself says what joined packets stand for: it forwards them to a device without offloads, and so has
    /// to cut and complete everything.
    @Suite(
        "Joining, cut by the kernel", .serialized,
        .enabled(if: Privilege.isThere, Comment(rawValue: Privilege.reason)), .timeLimit(.minutes(2)))
    struct TunCuttingTests {
        /// A router with two ways in, one of them with offloads, and one way out.
        private struct Router {
            let namespace: Namespace
            let joining: Tun
            let plain: Tun
            let exit: Tun

            init() throws {
                namespace = try Namespace()
                for file in ["ipv4/ip_forward", "ipv6/conf/all/forwarding"] {
                    try namespace.exec("sh", "-c", "echo 1 > /proc/sys/net/\(file)")
                }
                for file in ["all", "default"] {
                    try namespace.exec("sh", "-c", "echo 0 > /proc/sys/net/ipv4/conf/\(file)/rp_filter")
                }
                joining = try Self.device(namespace, offload: true)
                plain = try Self.device(namespace, offload: false)
                exit = try Self.device(namespace, offload: false)
                try namespace.ip("route", "add", "10.0.1.0/24", "dev", exit.name)
                try namespace.ip("-6", "route", "add", "fd01::/16", "dev", exit.name)
            }

            /// One that is up and has nothing to say for itself.
            private static func device(_ namespace: Namespace, offload: Bool) throws -> Tun {
                let tun = try Tun.open(TunOptions(name: Namespace.interfaceName(), mtu: 1_500, offload: offload))
                try Namespace.ip("link", "set", "dev", tun.name, "netns", namespace.name)
                try namespace.ip("link", "set", "dev", tun.name, "addrgenmode", "none", "txqueuelen", "20000", "up")
                return tun
            }

            /// What comes out when the packets go in by `entrance`: everything up to a last packet of our own.
            func forward(_ items: [RandomTraffic.Item], by entrance: Tun) throws -> [[UInt8]] {
                var last = TestPacket()
                (last.kind, last.destination) = (.udp, 99)
                var batch = PacketBatch(
                    capacity: items.count + 1, bytes: items.reduce(last.bytes.count) { $0 + $1.bytes.count })
                for item in items {
                    batch.append(item.bytes)
                    batch.entries[batch.count - 1].offload = item.offload
                }
                batch.append(last.bytes)
                _ = try entrance.write(&batch)
                return try readExit()
            }

            /// Packets that the kernel has got from a device, super-packets counted as one.
            func received(by device: Tun) throws -> Int {
                let text = try namespace.exec("cat", "/sys/class/net/\(device.name)/statistics/rx_packets")
                return try #require(Int(text.filter(\.isNumber)))
            }

            private func readExit() throws -> [[UInt8]] {
                var packets: [[UInt8]] = []
                var batch = PacketBatch(capacity: 128, bytes: 256 * 1_024)
                while try exit.read(into: &batch, waiting: true) {
                    let read = batch.contents()
                    packets += read.filter { $0[0] >> 4 == 6 ? $0[39] == 2 : $0[19] == 2 }
                    if read.contains(where: { $0[0] >> 4 == 4 && $0[19] == 99 }) { return packets }
                    batch.removeAll()
                }
                return packets
            }
        }

        @Test("A router forwards the very same packets, whether they come to it joined or one by one")
        func forwards() throws {
            let router = try Router()
            #expect(router.joining.offloads == .all, "\(router.joining.refusals)")
            var total = 0
            for seed in 0..<60 {
                let traffic = RandomTraffic(seed: UInt64(seed), count: 150)
                let plain = WrittenFlows(
                    try router.forward(traffic.items, by: router.plain), fixedPorts: traffic.fixedPorts)
                let joined = WrittenFlows(
                    try router.forward(traffic.items, by: router.joining), fixedPorts: traffic.fixedPorts)
                #expect(joined.difference(from: plain) == nil, "seed \(seed)")
                total += joined.count
            }
            #expect(total > 60 * 120)
            // The kernel has taken all kinds.
            #expect(router.joining.offloads == .all && router.joining.refusals.isEmpty)
            #expect(try router.received(by: router.joining) * 3 < router.received(by: router.plain))
        }
    }
#endif
