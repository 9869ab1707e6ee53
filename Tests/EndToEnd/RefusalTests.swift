import AuraLab
import Testing

extension EndToEnd {
    /// Who must not get in. Each test first lets the same client in with everything right.
    @Suite("Refusals") struct RefusalTests {
        @Test("the server refuses a client certificate that is", arguments: Defect.allCases)
        func clientCertificate(defect: Defect) async throws {
            try await Scenario.run { vpn in
                let profile = vpn.alice.profile
                let forged = try ForgedCertificate(
                    certificate: profile.pem("certificate"), key: profile.pem("key"),
                    authorityKey: vpn.deployment.authorityKey.read())
                let inner = try await vpn.server.innerAddresses().ipv4

                try profile.setPEM("certificate", to: forged.pem(nil))
                try await vpn.alice.node.daemon.stop()
                let good = try await vpn.deployment.startClient(profile, on: vpn.alice.host)
                #expect(try await vpn.alice.host.reaches(inner), "issued again without a defect")
                try await good.daemon.stop()

                try profile.setPEM("certificate", to: forged.pem(defect))
                let before = try await vpn.server.status().handshakes
                let bad = try await vpn.deployment.launch(profile, on: vpn.alice.host)
                try await bad.staysOut(or: vpn.server, rejects: before.rejected.values.reduce(0, +))
                #expect(try await vpn.server.status().handshakes.accepted == before.accepted)
                #expect(try await !vpn.alice.host.reaches(inner))
            }
        }

        @Test("the client refuses a server certificate that is", arguments: Defect.allCases)
        func serverCertificate(defect: Defect) async throws {
            try await Scenario.run { vpn in
                let file = vpn.deployment.serverCertificate
                let forged = try ForgedCertificate(
                    certificate: file.read(), key: vpn.deployment.serverKey.read(),
                    authorityKey: vpn.deployment.authorityKey.read())
                let inner = try await vpn.server.innerAddresses().ipv4

                try file.write(forged.pem(nil))
                try await vpn.alice.node.daemon.stop()
                try await vpn.server.daemon.stop()
                let good = try await vpn.deployment.startServer(on: vpn.server.host)
                let client = try await vpn.deployment.startClient(vpn.alice.profile, on: vpn.alice.host)
                #expect(try await vpn.alice.host.reaches(inner), "issued again without a defect")
                try await client.daemon.stop()
                try await good.daemon.stop()

                try file.write(forged.pem(defect))
                let bad = try await vpn.deployment.launchServer(on: vpn.server.host)
                let victim = try await vpn.deployment.launch(vpn.alice.profile, on: vpn.alice.host)
                if bad.daemon.isRunning { try await victim.refusesServer(or: bad) }
                #expect(try await !vpn.alice.host.reaches(inner))
            }
        }

        @Test("a client with a wrong outer key gets not a single byte of answer")
        func outerKey() async throws {
            try await Scenario.run { vpn in
                let profile = vpn.alice.profile
                let firewall = try await Firewall.install(on: vpn.server.host)
                let port = Deployment.udpPort
                try await firewall.count("udp dport \(port)", as: "asked", at: .input)
                try await firewall.count("udp sport \(port)", as: "answered", at: .output)
                try await firewall.count("icmp type destination-unreachable", as: "unreachable", at: .output)
                #expect(try await vpn.alice.host.reaches(vpn.server.innerAddresses().ipv4))
                #expect(try await firewall.packets("answered") > 0, "the counter counts when the key is right")
                try await vpn.alice.node.daemon.stop()
                try await eventually("the old session is over") { try await vpn.server.status().sessions.isEmpty }

                try profile.set("outer_key", in: "client", to: "\"\(String(repeating: "A", count: 43))=\"")
                let before = try await (firewall.packets("asked"), firewall.packets("answered"))
                let unreachable = try await firewall.packets("unreachable")
                let stranger = try await vpn.deployment.launch(profile, on: vpn.alice.host)
                try await eventually("the stranger has asked several times", within: .seconds(20)) {
                    try await firewall.packets("asked") >= before.0 + 4
                }
                #expect(try await firewall.packets("answered") == before.1)
                #expect(try await firewall.packets("unreachable") == unreachable)
                #expect(try await !stranger.isEstablished)
                #expect(vpn.server.daemon.isRunning)
            }
        }

        @Test("a revoked client is refused by the running server, others are not")
        func revocation() async throws {
            try await Scenario.run(clients: ["alice", "bob"]) { vpn in
                let inner = try await vpn.server.innerAddresses().ipv4
                #expect(try await vpn.alice.host.reaches(inner))
                try await Command.check(
                    [try BuiltProgram.aura(), "revoke-client", "alice", "--dir", vpn.deployment.directory]
                        + ["--ca", vpn.deployment.authority])
                try await vpn.alice.node.daemon.stop()
                try await vpn.bob.node.daemon.stop()
                try await Task.sleep(for: .seconds(2))
                let before = try await vpn.server.status().handshakes.rejected.values.reduce(0, +)
                let alice = try await vpn.deployment.launch(vpn.alice.profile, on: vpn.alice.host)
                try await alice.staysOut(or: vpn.server, rejects: before)
                #expect(try await !vpn.alice.host.reaches(inner))
                _ = try await vpn.deployment.startClient(vpn.bob.profile, on: vpn.bob.host)
                #expect(try await vpn.bob.host.reaches(inner))
            }
        }
    }
}

extension Deployment {
    /// Starts a client that is not expected to get in.
    func launch(_ profile: ConfigurationText, on host: LabHost) async throws -> Node {
        try await startClient(profile, on: host, connected: false)
    }
}

extension Node {
    /// Whether it has an established session now; a node that does not answer has none.
    var isEstablished: Bool {
        get async throws {
            guard daemon.isRunning, let reading = try? await status() else { return false }
            return reading.sessions.contains { $0.state == "established" }
        }
    }

    /// Waits for the proof that it was turned away: it says so and ends, or the server counts a refusal.
    func staysOut(or server: Node, rejects before: UInt64) async throws {
        try await eventually("the client is turned away", within: .seconds(15), detail: { daemon.log }) {
            if daemon.status != nil { return true }
            return try await server.status().handshakes.rejected.values.reduce(0, +) > before
        }
        let isIn = try await isEstablished
        if isIn { throw LabError.unreadable("a refusal", found: daemon.log) }
    }

    /// Waits for the proof that this client turned the server away: it counts a refusal, or one of the two ends.
    func refusesServer(or server: Node) async throws {
        try await eventually("the client turns the server away", within: .seconds(15), detail: { daemon.log }) {
            if daemon.status != nil || server.daemon.status != nil { return true }
            return try await status().handshakes.rejected.values.reduce(0, +) > 0
        }
        let isIn = try await isEstablished
        if isIn { throw LabError.unreadable("a refusal", found: daemon.log) }
    }
}
