#if os(Linux)
    import AuraTunnel
    import AuraWire
    import Testing

    @Suite("TUN device without privileges", .enabled(if: Privilege.isMissing, "needs a user other than root"))
    struct UnprivilegedTunTests {
        @Test("Is refused with the capability that is missing")
        func notPermitted() throws {
            let error = try #require(throws: DeviceError.self) { try Tun.open() }
            #expect(error == .notPermitted)
            #expect(error.description.contains("CAP_NET_ADMIN"))
        }
    }

    @Suite(
        "TUN device", .serialized, .enabled(if: Privilege.isThere, Comment(rawValue: Privilege.reason)),
        .timeLimit(.minutes(1)))
    struct TunTests {
        private func open(offload: Bool) throws -> Tun {
            try Tun.open(TunOptions(name: Namespace.interfaceName(), offload: offload))
        }

        @Test("The kernel's name is reported, and the interface goes with the device", arguments: [true, false])
        func kernelName(offload: Bool) throws {
            var device: Tun? = try Tun.open(TunOptions(name: "attest%d", offload: offload))
            let name = try #require(device?.name)
            #expect(name.hasPrefix("attest") && !name.contains("%"))
            #expect(try Namespace.ip("link", "show", "dev", name).contains("POINTOPOINT"))
            device = nil
            #expect(throws: ToolFailure.self) { try Namespace.ip("link", "show", "dev", name) }
        }

        @Test(
            "A name that is taken is busy, whoever has it, and what has it stays",
            arguments: ["veth", "persistent tun", "tun"], [true, false])
        func busy(kind: String, offload: Bool) throws {
            let name = Namespace.interfaceName()
            let other = try occupy(name, kind, offload)
            defer { _ = try? Namespace.ip("link", "del", "dev", name) }
            let before = try Namespace.ip("-d", "link", "show", "dev", name)
            #expect(throws: DeviceError.busy(name)) { try Tun.open(TunOptions(name: name, offload: offload)) }
            #expect(try Namespace.ip("-d", "link", "show", "dev", name) == before)
            withExtendedLifetime(other) {}
        }

        private func occupy(_ name: String, _ kind: String, _ offload: Bool) throws -> Tun? {
            switch kind {
            case "veth": try Namespace.ip("link", "add", "dev", name, "type", "veth")
            case "persistent tun": try Namespace.ip("tuntap", "add", "dev", name, "mode", "tun")
            default: return try Tun.open(TunOptions(name: name, offload: offload))
            }
            return nil
        }

        @Test("Several queues are one interface, with the same offloads", arguments: [true, false])
        func queues(offload: Bool) throws {
            let name = Namespace.interfaceName()
            let options = TunOptions(name: name, offload: offload)
            let queues = try Tun.openQueues(3, options)
            #expect(queues.map(\.name) == [name, name, name])
            #expect(try Namespace.ip("-d", "link", "show", "dev", name).contains("numqueues"))
            #expect(queues.map(\.offloads) == Array(repeating: queues[0].offloads, count: 3))
            #expect(queues.map(\.headroom) == Array(repeating: offload ? 10 : 0, count: 3))
            #expect(queues.map(\.mtu) == Array(repeating: offload ? 65_535 : TunOptions.defaultMTU, count: 3))
            #expect(throws: DeviceError.busy(name)) { try Tun.openQueues(2, options) }
            withExtendedLifetime(queues) {}
        }

        @Test("With offloads there is room for super-packets and their headers, without there is none")
        func offloads() throws {
            let (with, without) = (try open(offload: true), try open(offload: false))
            #expect(with.offloads.isSuperset(of: [.checksum, .tcp]) && with.headroom == 10 && with.mtu == 65_535)
            #expect(with.offloads.contains(.udp) == with.refusals.isEmpty)
            #expect(without.offloads.isEmpty && without.headroom == 0 && without.mtu == TunOptions.defaultMTU)
            #expect(without.refusals.isEmpty)
        }

        @Test("A batch without room for the header or for one packet is refused", arguments: [true, false])
        func smallBatch(offload: Bool) throws {
            let device = try open(offload: offload)
            var fitting = PacketBatch(capacity: 1, bytes: device.mtu + device.headroom, headroom: device.headroom)
            #expect(try device.read(into: &fitting, waiting: false))
            #expect(throws: DeviceError.batchTooSmall(needed: device.mtu + device.headroom)) {
                var batch = PacketBatch(
                    capacity: 1, bytes: device.mtu + device.headroom - 1, headroom: device.headroom)
                _ = try device.read(into: &batch, waiting: false)
            }
            guard offload else { return }
            #expect(throws: DeviceError.batchTooSmall(needed: device.mtu + device.headroom)) {
                var batch = PacketBatch(capacity: 1, bytes: 1 << 20, headroom: device.headroom - 1)
                _ = try device.read(into: &batch, waiting: false)
            }
        }

        @Test(
            "Closing wakes a waiting reader; afterwards reads end and writes are refused", arguments: [true, false])
        func closeWakes(offload: Bool) async throws {
            let device = try open(offload: offload)
            let reader = Task.detached {
                var batch = device.batch(capacity: 4)
                return try device.read(into: &batch, waiting: true)
            }
            device.close()
            device.close()
            #expect(try await reader.value == false)
            var packets = device.batch()
            packets.append([0x45, 0, 0, 20])
            #expect(try device.write(&packets).refused == 1)
        }

        @Test("An interface removed under a waiting reader is an error that says so", arguments: [true, false])
        func removed(offload: Bool) async throws {
            let device = try open(offload: offload)
            let reader = Task.detached {
                var batch = device.batch(capacity: 4)
                return try device.read(into: &batch, waiting: true)
            }
            try Namespace.ip("link", "del", "dev", device.name)
            await #expect(throws: DeviceError.removed(device.name)) { try await reader.value }
            #expect(throws: DeviceError.removed(device.name)) {
                var packets = device.batch()
                packets.append([UInt8](repeating: 0x45, count: 40))
                _ = try device.write(&packets)
            }
        }

        @Test(
            "A packet that the kernel calls malformed is counted, and so is one for an interface that is down",
            arguments: [true, false])
        func counted(offload: Bool) throws {
            let namespace = try Namespace()
            let device = try open(offload: offload)
            try Namespace.ip("link", "set", "dev", device.name, "netns", namespace.name)
            var packets = device.batch()
            packets.append([UInt8](repeating: 0x45, count: 40))
            #expect(try device.write(&packets).refused == 1)
            try namespace.ip("link", "set", "dev", device.name, "up")
            packets.removeAll()
            packets.append([UInt8](repeating: 0x15, count: 40))
            packets.append([0x45] + [UInt8](repeating: 0, count: 39))
            let result = try device.write(&packets)
            #expect(result.malformed == 1 && result.writtenPackets == 1 && result.writtenBytes == 40)
        }

        @Test("A read that does not wait returns with nothing", arguments: [true, false])
        func doesNotWait(offload: Bool) throws {
            let device = try open(offload: offload)
            var packets = device.batch()
            #expect(try device.read(into: &packets, waiting: false))
            #expect(packets.count == 0)
        }
    }
#endif
