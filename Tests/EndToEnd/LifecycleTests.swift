import AuraLab
import Foundation
import Testing

extension EndToEnd {
    @Suite("Start and stop") struct LifecycleTests {
        @Test(
            "SIGTERM and Ctrl-C take away all that was added, and the exit code is 0",
            arguments: [Signal.terminate, Signal.interrupt])
        func gracefulStop(signal: Signal) async throws {
            try await withLab { lab in
                let internet = try await Internet.make(in: lab, outside: ["alice"])
                let alice = internet.outside[0].host
                let deployment = try await Deployment.make(in: lab)
                let profile = try await deployment.provision("alice", host: internet.server.ipv4, vpn: ["10.50.0.0/16"])
                let before = try await (NetworkState(of: internet.server.host), NetworkState(of: alice))
                let server = try await deployment.startServer(on: internet.server.host)
                let client = try await deployment.startClient(profile, on: alice)
                #expect(try await NetworkState(of: internet.server.host) != before.0)
                #expect(try await NetworkState(of: alice) != before.1)
                for (node, state) in [(client, before.1), (server, before.0)] {
                    #expect(FileManager.default.fileExists(atPath: node.socket))
                    #expect(try await node.daemon.stop(signal) == .exited(0))
                    #expect(try await NetworkState(of: node.host) == state)
                    #expect(!FileManager.default.fileExists(atPath: node.socket))
                }
            }
        }

        @Test(
            "without the privilege to make a tunnel it ends with 77, leaves nothing and says what to do",
            arguments: ["server", "client"])
        func missingPrivilege(role: String) async throws {
            try await Attempt.make { attempt in
                let bare = ["setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin"]
                let result = try await attempt.run(role, prefix: bare)
                #expect(result.status == .exited(77))
                #expect(result.errorOutput.contains("CAP_NET_ADMIN"), "\(result)")
                try await attempt.expectNothingLeft()
                try await attempt.expectItStarts(role)
            }
        }

        @Test("a tunnel name that is taken ends it with 75 and leaves nothing", arguments: ["server", "client"])
        func busyInterface(role: String) async throws {
            try await Attempt.make { attempt in
                try await attempt.host.check(["ip", "link", "add", "aura0", "type", "veth", "peer", "name", "other0"])
                let before = try await NetworkState(of: attempt.host)
                let result = try await attempt.run(role)
                #expect(result.status == .exited(75))
                #expect(result.errorOutput.contains("aura0"), "\(result)")
                #expect(try await NetworkState(of: attempt.host) == before)
                try await attempt.host.check(["ip", "link", "del", "aura0"])
                try await attempt.expectItStarts(role)
            }
        }

        @Test("a control socket that is in use ends the second with 75 and leaves the first alone")
        func busySocket() async throws {
            try await Scenario.run(clients: []) { vpn in
                let rival = try await vpn.lab.addHost("rival")
                let before = try await NetworkState(of: rival)
                let result = try await rival.run(
                    Node.command("server", file: vpn.deployment.configuration.path, socket: vpn.server.socket))
                #expect(result.status == .exited(75))
                #expect(result.errorOutput.contains(vpn.server.socket), "\(result)")
                #expect(try await NetworkState(of: rival) == before)
                #expect(try await vpn.server.status().pid == vpn.server.daemon.pid)
            }
        }

        @Test("after kill -9 the next start takes over the stale socket and nothing of the old one is in the way")
        func staleSocket() async throws {
            try await Scenario.run { vpn in
                let inner = try await vpn.server.innerAddresses().ipv4
                try await vpn.alice.node.daemon.stop(.kill)
                #expect(FileManager.default.fileExists(atPath: vpn.alice.node.socket))
                let again = try await vpn.deployment.startClient(vpn.alice.profile, on: vpn.alice.host)
                #expect(try await vpn.alice.host.reaches(inner))
                #expect(try await again.status().pid == again.daemon.pid)
                #expect(try await again.daemon.stop() == .exited(0))
            }
        }

        @Test("a configuration that is wrong or that others can read ends it with 78", arguments: ["server", "client"])
        func badConfiguration(role: String) async throws {
            try await Attempt.make { attempt in
                let file = attempt.file(role)
                let good = try file.read()
                try file.set("mtuu", in: "tunnel", to: "1400")
                let misspelt = try await attempt.run(role)
                #expect(misspelt.status == .exited(78))
                #expect(misspelt.errorOutput.contains("mtuu"), "\(misspelt)")
                #expect(misspelt.errorOutput.contains(file.path), "\(misspelt)")
                try file.write(good)
                try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
                #expect(try await attempt.run(role).status == .exited(78))
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
                try await attempt.expectNothingLeft()
                try await attempt.expectItStarts(role)
            }
        }

        @Test("status ends with 69 where nobody listens")
        func nobodyThere() async throws {
            try await withLab { lab in
                let result = try await Command.run(
                    [try BuiltProgram.aura(), "status", "--socket", "\(lab.directory)/absent.sock"])
                #expect(result.status == .exited(69))
            }
        }
    }
}

/// One host with a server's and a client's files, to start either and see how it fails.
private struct Attempt: Sendable {
    let host: LabHost
    private let deployment: Deployment
    private let profile: ConfigurationText
    private let before: NetworkState

    static func make(_ body: (Attempt) async throws -> Void) async throws {
        try await withLab { lab in
            let deployment = try await Deployment.make(in: lab)
            let host = try await lab.addHost("lonely")
            try await body(
                Attempt(
                    host: host, deployment: deployment,
                    profile: try await deployment.provision("alice", host: "10.99.200.1"),
                    before: try await NetworkState(of: host)))
        }
    }

    func file(_ role: String) -> ConfigurationText { role == "server" ? deployment.configuration : profile }

    /// Runs a node that must fail by itself.
    func run(_ role: String, prefix: [String] = []) async throws -> CommandResult {
        let command = try Node.command(role, file: file(role).path, socket: Node.controlSocket(of: host))
        return try await host.run(prefix + command, within: .seconds(10))
    }

    func expectNothingLeft() async throws {
        #expect(try await NetworkState(of: host) == before)
        #expect(!FileManager.default.fileExists(atPath: Node.controlSocket(of: host)))
    }

    /// The positive control.
    func expectItStarts(_ role: String) async throws {
        let node =
            try await role == "server"
            ? deployment.launchServer(on: host) : deployment.startClient(profile, on: host, connected: false)
        try await node.waitUntilAnswering()
        #expect(try await node.daemon.stop() == .exited(0))
    }
}
