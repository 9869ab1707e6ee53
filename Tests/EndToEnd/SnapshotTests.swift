import AuraLab
import Foundation
import Testing

extension EndToEnd {
    @Suite("Transports that cannot be had") struct SnapshotTests {
        @Test("one port that is taken ends a server that requires all; another server does without that transport")
        func requireAll() async throws {
            try await BridgeStage.run { stage in
                let configuration = stage.deployment.configuration
                let tenant = try await CoTenant.start(on: stage.server.host, .web, port: 8443)
                try configuration.set("port_scan", in: "transport", to: "0")
                try configuration.set("require_all", in: "transport", to: "true")
                let before = try await NetworkState(of: stage.server.host)
                let command = try Node.command(
                    "server", file: configuration.path, socket: Node.controlSocket(of: stage.server.host))
                let result = try await stage.server.host.run(command, within: .seconds(10))
                #expect(result.status == .exited(75))
                #expect(result.errorOutput.contains("tcp") && result.errorOutput.contains("8443"), "\(result)")
                #expect(try await NetworkState(of: stage.server.host) == before)
                #expect(try stage.deployment.runtimeSnapshot == nil)

                try configuration.set("require_all", in: "transport", to: "false")
                let rest: [Transport: UInt16] = [.udp: 8443, .quic: 8444]
                let server = try await stage.startServer()
                let reading = try await server.status()
                #expect(reading.ports == rest && reading.transport(.tcp)?.state == "failed")
                #expect(reading.transport(.tcp)?.detail?.contains("8443") == true, "\(reading.transports)")
                #expect(server.daemon.hasSaid("tcp", "8443"), "\(server.daemon.log)")
                #expect(try stage.deployment.runtimeSnapshot?.ports == rest)
                let client = try await stage.startClient(stage.provision())
                try await stage.expectDownload(from: server)
                try await client.daemon.stop()
                try await server.daemon.stop()

                try await tenant.leave()
                try configuration.set("require_all", in: "transport", to: "true")
                #expect(try await stage.startServer().status().ports == BridgeStage.wanted)
                #expect(try stage.deployment.runtimeSnapshot == nil)
            }
        }

        @Test("where the record of the ports cannot be written, the server says so and serves")
        func readOnly() async throws {
            try await BridgeStage.run { stage in
                let deployment = stage.deployment
                try deployment.configuration.set("leases", in: "server", to: "\"\(stage.lab.directory)/leases.json\"")
                _ = try await CoTenant.start(on: stage.server.host, .silent, port: 8443)
                let bound: [Transport: UInt16] = [.udp: 8444, .tcp: 8443, .quic: 8445]
                let first = try await stage.startServer(prefix: stage.server.host.readOnly(deployment.directory))
                let ports = try await first.status().ports
                #expect(ports == bound)
                #expect(first.daemon.hasSaid("cannot be kept", "server.toml.runtime.json"), "\(first.daemon.log)")
                #expect(try deployment.runtimeSnapshot == nil)
                try await deployment.signBridge(stage.server.ipv4, ports)
                let client = try await stage.startClient(stage.provision(), arguments: ["--transport", "udp"])
                try await stage.expectDownload(from: first)
                try await client.daemon.stop()
                try await first.daemon.stop()

                _ = try await stage.startServer()
                #expect(try deployment.runtimeSnapshot?.ports == bound, "written where it can be")
            }
        }
    }
}
