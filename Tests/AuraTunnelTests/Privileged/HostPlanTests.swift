#if os(Linux)
    import AuraTunnel
    import AuraWire
    import Foundation
    import Testing

    @Suite(
        "Plans on a real host", .serialized, .enabled(if: Privilege.isThere, Comment(rawValue: Privilege.reason)),
        .timeLimit(.minutes(1)))
    struct HostPlanTests {
        let namespace: Namespace
        let directory: TemporaryDirectory
        let device: Tun
        private let own = inner("10.99.0.2", "fd99::2")
        private let server = inner("10.99.0.1", "fd99::1")

        /// A host on the network 10.1.2.0/24 with a default route, and a TUN device that is not set up yet.
        init() throws {
            namespace = try Namespace()
            directory = try TemporaryDirectory()
            device = try Self.device(in: namespace, offload: true)
            try namespace.ip("link", "add", "dev", "lan0", "type", "veth", "peer", "name", "lan1")
            try namespace.ip("link", "set", "dev", "lan1", "addrgenmode", "none")
            try namespace.ip("link", "set", "dev", "lan1", "up")
            try namespace.ip("address", "add", "10.1.2.3/24", "dev", "lan0")
            try namespace.ip("-6", "address", "add", "fd01::3/64", "dev", "lan0", "nodad")
            try namespace.ip("link", "set", "dev", "lan0", "addrgenmode", "none")
            try namespace.ip("link", "set", "dev", "lan0", "up")
            try namespace.ip("route", "add", "default", "via", "10.1.2.1")
            try namespace.ip("-6", "route", "add", "default", "via", "fd01::1")
        }

        private static func device(in namespace: Namespace, offload: Bool) throws -> Tun {
            let device = try Tun.open(TunOptions(name: Namespace.interfaceName(), mtu: 1380, offload: offload))
            try Namespace.ip("link", "set", "dev", device.name, "netns", namespace.name)
            return device
        }

        private var plan: InterfacePlan { plan(device) }

        /// The MTU of the interface is that of its packets; what a device reads may be longer.
        private func plan(_ device: Tun) -> InterfacePlan { InterfacePlan(device: device.name, mtu: 1380) }

        private func transaction(owner: ProcessIdentity = .current) -> HostTransaction {
            HostTransaction(journal: directory.file("host.json"), runner: namespace, owner: owner)
        }

        /// The device that the kernel would send a packet to this address by.
        private func way(_ address: String, marked: Bool = false) throws -> String {
            let mark = marked ? ["mark", "\(HostTag.outerMark)"] : []
            let family = address.contains(":") ? "-6" : "-4"
            let text =
                marked
                ? try namespace.ip(family, "route", "get", address, mark[0], mark[1])
                : try namespace.ip(family, "route", "get", address)
            let words = text.split(separator: " ").map(String.init)
            return words.firstIndex(of: "dev").map { words[$0 + 1] } ?? "none"
        }

        private func expectWays(_ expected: [(String, String)], marked: Bool = false) throws {
            for (address, device) in expected { #expect(try way(address, marked: marked) == device, "\(address)") }
        }

        @Test(
            "A ping goes through in both families, and nothing else comes out of the device", arguments: [true, false])
        func ping(offload: Bool) async throws {
            let pools = [block("10.99.0.0/16"), block("fd99::/64")]
            let device = offload ? device : try Self.device(in: namespace, offload: false)
            let failures = try await transaction().apply(plan(device).linuxServer(server, pools: pools))
            #expect(failures.isEmpty)
            let responder = EchoResponder()
            // A thread of its own: tests that compute beside this one may occupy all that tasks have.
            Thread.detachNewThread { try? responder.run(device) }
            #expect(
                try namespace.exec("ping", "-n", "-c", "2", "-i", "0.1", "-W", "5", "10.99.0.7").contains("2 received"))
            #expect(
                try namespace.exec("ping", "-n", "-c", "2", "-i", "1.2", "-W", "5", "fd99::7").contains("2 received"))
            device.close()
            #expect(responder.packets.count == 4)
            #expect(try namespace.ip("link", "show", "dev", device.name).contains("mtu 1380"))
        }

        @Test("Everything in the tunnel: but the outer traffic, the host's own networks and the exceptions")
        func fullTunnel() async throws {
            let before = try namespace.state()
            let rules = try SplitRules(
                default: .vpn, vpn: [], direct: [block("198.51.100.0/24"), block("2001:db8::/32")])
            let transaction = transaction()
            try await transaction.apply(plan.linuxClient(own, server: server, rules: rules))
            let tunnel = device.name
            try expectWays([
                ("8.8.8.8", tunnel), ("10.99.0.1", tunnel), ("10.1.2.77", "lan0"), ("198.51.100.9", "lan0"),
                ("2606:4700::1", tunnel), ("fd99::1", tunnel), ("fd01::77", "lan0"), ("2001:db8::9", "lan0"),
            ])
            try expectWays([("8.8.8.8", "lan0"), ("2606:4700::1", "lan0")], marked: true)
            #expect(await transaction.undo().isEmpty)
            try namespace.ip("link", "del", "dev", tunnel)
            #expect(try withoutTunnel(namespace.state()) == withoutTunnel(before))
        }

        @Test("A split: the longest of all routes wins, ours and the host's own")
        func split() async throws {
            let vpn = ["10.0.0.0/8", "10.1.64.0/20", "10.200.0.0/24", "fd00::/8"].map(block)
            let rules = try SplitRules(default: .direct, vpn: vpn, direct: [block("10.1.0.0/16"), block("fd22::/16")])
            try namespace.ip("route", "add", "10.200.0.0/16", "via", "10.1.2.9")
            let transaction = transaction()
            try await transaction.apply(plan.linuxClient(own, server: server, rules: rules))
            let tunnel = device.name
            try expectWays([
                ("10.2.0.1", tunnel), ("10.1.9.9", "lan0"), ("10.1.64.1", tunnel), ("10.1.2.1", "lan0"),
                ("10.200.0.1", tunnel), ("10.200.1.1", "lan0"), ("8.8.8.8", "lan0"), ("fd55::1", tunnel),
                ("fd22::1", "lan0"), ("fd01::77", "lan0"), ("2606:4700::1", "lan0"),
            ])
            try expectWays([("10.2.0.1", "lan0"), ("10.1.64.1", "lan0"), ("fd55::1", "lan0")], marked: true)
            #expect(await transaction.undo().isEmpty)
        }

        @Test("Marked packets never fall into the tunnel, even when the host has no other way")
        func noLoop() async throws {
            let vpn = ["10.0.0.0/8", "10.1.64.0/20"].map(block)
            try namespace.ip("route", "del", "default")
            let rules = try SplitRules(default: .vpn, vpn: vpn, direct: [])
            try await transaction().apply(plan.linuxClient(own, server: server, rules: rules))
            #expect(try way("10.1.64.1") == device.name)
            for address in ["8.8.8.8", "10.9.9.9", "10.1.64.1"] {
                #expect(throws: ToolFailure.self) { try way(address, marked: true) }
            }
        }

        @Test("An IPv6 block that the tunnel cannot carry is unreachable, and the rest of IPv6 is as before")
        func closedBlock() async throws {
            let rules = try SplitRules(default: .direct, vpn: [block("fd55::/16"), block("10.0.0.0/8")], direct: [])
            let only4 = inner("10.99.0.2", nil)
            try await transaction().apply(plan.linuxClient(only4, server: inner("10.99.0.1", nil), rules: rules))
            #expect(throws: ToolFailure.self) { try way("fd55::1") }
            try expectWays([("fd66::1", "lan0"), ("10.2.3.4", device.name)])
        }

        @Test("What a killed process left is gone after recovery, with the interface or without")
        func recovery() async throws {
            let before = try namespace.state()
            let rules = try SplitRules(default: .vpn, vpn: [block("10.0.0.0/8")], direct: [block("10.5.0.0/16")])
            let dead = ProcessIdentity(pid: ProcessIdentity.current.pid, start: 1, boot: "gone")
            try await transaction(owner: dead).apply(plan.linuxClient(own, server: server, rules: rules))
            try namespace.ip("link", "del", "dev", device.name)
            let left = try withoutTunnel(namespace.state())
            #expect(left != withoutTunnel(before))
            let recovery = try await HostTransaction.recover(journal: directory.file("host.json"), runner: namespace)
            guard case .undone(_, _, let failures) = recovery else {
                Issue.record("expected a recovery, found \(recovery)")
                return
            }
            #expect(failures.isEmpty, "\(failures)")
            #expect(try withoutTunnel(namespace.state()) == withoutTunnel(before))
            #expect(directory.names.isEmpty)
        }

        @Test("A step that the host refuses takes the steps before it along")
        func refusedStep() async throws {
            let before = try namespace.state()
            let rules = try SplitRules(default: .vpn, vpn: [], direct: [])
            try namespace.ip(
                "rule", "add", "priority", "5186", "not", "fwmark", "\(HostTag.outerMark)", "lookup", "51886",
                "protocol", "175")
            let error = try await #require(throws: HostError.self) {
                try await transaction().apply(plan.linuxClient(own, server: server, rules: rules))
            }
            #expect(error.description.contains("File exists"), "\(error)")
            // The rule that was there is somebody else's and stays.
            #expect(try namespace.ip("rule").contains("5186"))
            try namespace.ip("rule", "del", "priority", "5186")
            #expect(try withoutTunnel(namespace.state()) == withoutTunnel(before))
        }

        /// The state but for the interface itself, which a dead process takes along.
        private func withoutTunnel(_ state: String) -> String {
            state.split(separator: "\n").filter { !$0.contains(device.name) }.joined(separator: "\n")
        }
    }
#endif
