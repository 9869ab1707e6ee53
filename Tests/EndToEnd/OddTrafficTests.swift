import AuraLab
import Testing

extension EndToEnd {
    @Suite("Odd traffic") struct OddTrafficTests {
        /// Which ends have offloads.
        enum Ends: String, CaseIterable, Sendable {
            case both, server, client, none

            var server: OffloadMode { self == .both || self == .server ? .on : .off }
            var client: OffloadMode { self == .both || self == .client ? .on : .off }
        }

        @Test(
            "what few applications send arrives as it was sent, whichever ends have offloads",
            arguments: Transport.allCases, Ends.allCases)
        func traffic(over transport: Transport, offloadsAt ends: Ends) async throws {
            try await Self.run(transport, ends) { vpn in
                try await Self.expectOffloads(ends, vpn)
                let mtu = try await vpn.alice.node.status().interface.mtu
                let inner = try await vpn.server.innerAddresses()
                _ = try await OddTraffic.start(on: vpn.server.host)
                try await Self.expectGood(
                    OddTraffic.check(from: vpn.alice.host, to: inner.ipv4, mtu: mtu), count: OddTraffic.checks)
                try await Self.expectGood(
                    OddTraffic.check(from: vpn.alice.host, to: inner.ipv6, mtu: mtu), count: OddTraffic.checks - 1)
                try await Self.expectFiles(vpn, inner)
                #expect(try await vpn.alice.node.transportInUse == transport)
            }
        }

        @Test("the same traffic passes between two hosts without a VPN, and damage to it is found")
        func control() async throws {
            try await withLab { lab in
                let wire = try await lab.connect(try await lab.addHost("server"), try await lab.addHost("alice"))
                try await wire.set(mtu: 1320)
                let (server, alice) = (wire.first, wire.second.host)
                let honest = try await OddTraffic.start(on: server.host)
                try await Self.expectGood(
                    OddTraffic.check(from: alice, to: server.ipv4, mtu: 1320), count: OddTraffic.checks)
                try await Self.expectGood(
                    OddTraffic.check(from: alice, to: server.ipv6, mtu: 1320), count: OddTraffic.checks - 1)
                try await honest.stop()
                _ = try await OddTraffic.start(on: server.host, damaging: true)
                for address in [server.ipv4, server.ipv6] {
                    let found = try await OddTraffic.check(from: alice, to: address, mtu: 1320)
                    // Pings are the kernel's to answer.
                    let missed = found.filter { $0.problem == nil }.map(\.check)
                    #expect(missed == ["pings"], "\(found)")
                }
            }
        }

        private static func run(
            _ transport: Transport, _ ends: Ends, _ body: (Scenario) async throws -> Void
        ) async throws {
            try await Scenario.run(
                order: [transport], configure: { try $0.setOffload(ends.server) },
                profile: { try $0.setOffload(ends.client) }, body)
        }

        /// Nodes that say what is in force say what they were told.
        private static func expectOffloads(_ ends: Ends, _ vpn: Scenario) async throws {
            for (node, mode) in [(vpn.server, ends.server), (vpn.alice.node, ends.client)] {
                let offloads = try #require(try await node.status().interface.offloads, "\(node.daemon.name)")
                #expect(offloads.contains("tcp") == (mode == .on), "\(node.daemon.name): \(offloads)")
                #expect(offloads.isEmpty == (mode == .off), "\(node.daemon.name): \(offloads)")
            }
        }

        static func expectGood(_ findings: [OddTraffic.Finding], count: Int) {
            #expect(findings.count == count)
            for finding in findings { #expect(finding.problem == nil, "\(finding)") }
        }

        private static func expectFiles(_ vpn: Scenario, _ inner: (ipv4: String, ipv6: String)) async throws {
            let file = try await vpn.lab.makeFile("payload", bytes: 20_000_001)
            _ = try await HTTPServer.start(on: vpn.server.host, serving: vpn.lab.directory)
            for address in [inner.ipv4, inner.ipv6] {
                #expect(try await vpn.alice.host.download("payload", from: address).sha256 == file.sha256)
                #expect(try await vpn.alice.host.upload(file.path, to: address).sha256 == file.sha256)
            }
        }
    }
}
