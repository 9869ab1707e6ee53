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
        private func batch() -> PacketBatch { PacketBatch(capacity: 16, bytes: 64 * 1024, headroom: 16) }

        @Test("The kernel's name is reported, and the interface goes with the device")
        func kernelName() throws {
            var device: Tun? = try Tun.open(TunOptions(name: "attest%d"))
            let name = try #require(device?.name)
            #expect(name.hasPrefix("attest") && !name.contains("%"))
            #expect(try Namespace.ip("link", "show", "dev", name).contains("POINTOPOINT"))
            device = nil
            #expect(throws: ToolFailure.self) { try Namespace.ip("link", "show", "dev", name) }
        }

        @Test(
            "A name that is taken is busy, whoever has it, and what has it stays",
            arguments: ["veth", "persistent tun", "tun"])
        func busy(kind: String) throws {
            let name = Namespace.interfaceName()
            let other = try occupy(name, kind)
            defer { _ = try? Namespace.ip("link", "del", "dev", name) }
            let before = try Namespace.ip("-d", "link", "show", "dev", name)
            #expect(throws: DeviceError.busy(name)) { try Tun.open(TunOptions(name: name)) }
            #expect(try Namespace.ip("-d", "link", "show", "dev", name) == before)
            withExtendedLifetime(other) {}
        }

        private func occupy(_ name: String, _ kind: String) throws -> Tun? {
            switch kind {
            case "veth": try Namespace.ip("link", "add", "dev", name, "type", "veth")
            case "persistent tun": try Namespace.ip("tuntap", "add", "dev", name, "mode", "tun")
            default: return try Tun.open(TunOptions(name: name))
            }
            return nil
        }

        @Test("Several queues are one interface")
        func queues() throws {
            let name = Namespace.interfaceName()
            let queues = try Tun.openQueues(3, TunOptions(name: name))
            #expect(queues.map(\.name) == [name, name, name])
            #expect(try Namespace.ip("-d", "link", "show", "dev", name).contains("numqueues"))
            #expect(throws: DeviceError.busy(name)) { try Tun.openQueues(2, TunOptions(name: name)) }
            withExtendedLifetime(queues) {}
        }

        @Test("Closing wakes a waiting reader; afterwards reads end and writes are refused")
        func closeWakes() async throws {
            let device = try Tun.open(TunOptions(name: Namespace.interfaceName()))
            let reader = Task.detached {
                var batch = PacketBatch(capacity: 4, bytes: 16 * 1024)
                return try device.read(into: &batch, waiting: true)
            }
            device.close()
            device.close()
            #expect(try await reader.value == false)
            var packets = batch()
            packets.append([0x45, 0, 0, 20])
            #expect(try device.write(&packets).refused == 1)
        }

        @Test("An interface removed under a waiting reader is an error that says so")
        func removed() async throws {
            let device = try Tun.open(TunOptions(name: Namespace.interfaceName()))
            let reader = Task.detached {
                var batch = PacketBatch(capacity: 4, bytes: 16 * 1024)
                return try device.read(into: &batch, waiting: true)
            }
            try Namespace.ip("link", "del", "dev", device.name)
            await #expect(throws: DeviceError.removed(device.name)) { try await reader.value }
            #expect(throws: DeviceError.removed(device.name)) {
                var packets = batch()
                packets.append([UInt8](repeating: 0x45, count: 40))
                _ = try device.write(&packets)
            }
        }

        @Test("A packet that the kernel calls malformed is counted, and so is one for an interface that is down")
        func counted() throws {
            let namespace = try Namespace()
            let device = try Tun.open(TunOptions(name: Namespace.interfaceName()))
            try Namespace.ip("link", "set", "dev", device.name, "netns", namespace.name)
            var packets = batch()
            packets.append([UInt8](repeating: 0x45, count: 40))
            #expect(try device.write(&packets).refused == 1)
            try namespace.ip("link", "set", "dev", device.name, "up")
            packets.removeAll()
            packets.append([UInt8](repeating: 0x15, count: 40))
            packets.append([0x45] + [UInt8](repeating: 0, count: 39))
            let result = try device.write(&packets)
            #expect(result.malformed == 1 && result.writtenPackets == 1 && result.writtenBytes == 40)
        }

        @Test("A read that does not wait returns with nothing")
        func doesNotWait() throws {
            let device = try Tun.open(TunOptions(name: Namespace.interfaceName()))
            var packets = batch()
            #expect(try device.read(into: &packets, waiting: false))
            #expect(packets.count == 0)
        }
    }
#endif
