import AuraLab
import Foundation
import Testing

extension EndToEnd {
    @Suite("When ports are taken") struct BusyPortTests {
        @Test("the server finds others, its operator signs them, and a client downloads over each transport")
        func story() async throws {
            try await BridgeStage.run { stage in
                let tenants = try await stage.server.host.fillPorts()
                let server = try await stage.startServer()
                let ports: [Transport: UInt16] = [.udp: 8445, .tcp: 8444, .quic: 8446]
                let reading = try await server.status()
                #expect(reading.ports == ports)
                for (transport, port) in ports {
                    let wanted = transport.port
                    #expect(reading.transport(transport)?.detail?.contains("\(wanted)") == true, "\(reading)")
                    #expect(server.daemon.hasSaid("\(transport)", "\(wanted)", "\(port)"), "\(server.daemon.log)")
                }
                let snapshot = try #require(try stage.deployment.runtimeSnapshot)
                #expect(snapshot.version == 1 && snapshot.ports == ports)

                let path = stage.deployment.configuration.path
                let said = try await stage.deployment.signBridges(["--from-runtime", path, "--host", stage.server.ipv4])
                #expect(said.contains(path + ".runtime.json"), "\(said)")
                let verdict = try await stage.deployment.verifyBridges(stage.deployment.manifest.path)
                #expect(verdict.status.isSuccess && verdict.output.contains("8445"), "\(verdict)")

                let profile = try await stage.provision()
                for (transport, port) in ports {
                    let client = try await stage.startClient(profile, arguments: ["--transport", "\(transport)"])
                    try await stage.expectDownload(from: server)
                    let link = try #require(try await client.status().link)
                    #expect(link.transport == transport.rawValue)
                    #expect(link.remoteAddress == "\(stage.server.ipv4):\(port)")
                    try await client.daemon.stop()
                }
                #expect(tenants.count == 3)
            }
        }

        @Test(
            "a client that knows of no other ports stays out, says what to do, and takes nobody else for the server",
            arguments: ["HTTP", "HTTPS"])
        func withoutManifest(web: String) async throws {
            try await BridgeStage.run { stage in
                let certificate = try await WebCertificate.make(Deployment.publicHost, in: stage.lab)
                let tenants = try await stage.server.host.fillPorts(certificate: web == "HTTPS" ? certificate : nil)
                let first = try await stage.startServer()
                let profile = try await stage.provision()
                // Where no certificate is pinned, the outer TLS tells nobody from the server.
                try profile.set("tls_pins", in: "transport", to: "[]")
                let client = try await stage.startClient(profile, connected: false)
                for (transport, tenant) in tenants {
                    try await eventually("the client tries \(transport)", detail: { await client.evidence }) {
                        tenant.heardMore > 0
                    }
                }
                let reading = try await client.waitForAdvice()
                #expect(reading.sessions.isEmpty && reading.handshakes.accepted == 0, "\(reading)")
                #expect(reading.transports.allSatisfy { $0.state != "connected" }, "\(reading.transports)")
                #expect(reading.totals.rxPackets == 0 && reading.link == nil)
                #expect(try await first.status().handshakes.accepted == 0)
                #expect(client.daemon.isRunning)

                for tenant in tenants.values { try await tenant.leave() }
                try await first.daemon.stop()
                #expect(try stage.deployment.runtimeSnapshot != nil)
                let second = try await stage.startServer()
                #expect(try await second.status().ports == BridgeStage.wanted)
                #expect(try stage.deployment.runtimeSnapshot == nil)
                try await client.waitUntilConnected()
                try await stage.expectDownload(from: second)
            }
        }

        @Test("a port is not taken for free when another program", arguments: Neighbour.allCases)
        func sharing(neighbour: Neighbour) async throws {
            try await BridgeStage.run { stage in
                for manner in [CoTenant.Manner.silent, .web] {
                    _ = try await CoTenant.start(
                        on: stage.server.host, manner, port: 8443, address: neighbour.address(stage.server),
                        shared: neighbour.isShared)
                }
                let server = try await stage.startServer()
                let ports = try await server.status().ports
                #expect(ports[.tcp] == 8444 && ports[.udp] != 8443 && ports[.quic] != nil, "\(server.daemon.log)")
                #expect(try stage.deployment.runtimeSnapshot?.ports == ports)
            }
        }

        enum Neighbour: String, CaseIterable, Sendable {
            case shared = "would share it"
            case sharedIPv4 = "would share it for IPv4 only"
            case ipv4 = "has it for IPv4 only"
            case oneAddress = "has it at one address only"
            case loopback = "has it on the loopback only"

            var isShared: Bool { self == .shared || self == .sharedIPv4 }

            func address(_ server: Wire.End) -> String {
                switch self {
                case .shared: "::"
                case .sharedIPv4, .ipv4: "0.0.0.0"
                case .oneAddress: server.ipv4
                case .loopback: "127.0.0.1"
                }
            }
        }
    }
}
