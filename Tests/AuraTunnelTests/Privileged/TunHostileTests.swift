#if os(Linux)
    import AuraTunnel
    import Testing

    /// What a peer sends reaches the kernel, and must not put an end to what the device does for others.
    @Suite(
        "Packets that make no sense, in a TUN device", .serialized,
        .enabled(if: Privilege.isThere, Comment(rawValue: Privilege.reason)), .timeLimit(.minutes(2)))
    struct TunHostileTests {
        @Test(
            "None of them makes the kernel refuse super-packets, or anything else fail",
            arguments: 0..<40 as Range<UInt64>)
        func mixture(seed: UInt64) throws {
            let namespace = try Namespace()
            let device = try Tun.open(TunOptions(name: Namespace.interfaceName()))
            try #require(device.offloads == .all, "\(device.refusals)")
            try Namespace.ip("link", "set", "dev", device.name, "netns", namespace.name)
            try namespace.ip("link", "set", "dev", device.name, "addrgenmode", "none", "up")
            var random = SeededGenerator(seed: seed)
            let mixture = HostileMixture(&random)
            // Super-packets of the peer's own come first: no kind has proved itself before.
            let result = try mixture.write(to: device).result
            #expect(result.writtenPackets >= mixture.honest.count)
            #expect(device.offloads == .all && device.refusals.isEmpty, "\(device.refusals)")
        }
    }
#endif
