import AuraLab
import Testing

extension EndToEnd {
    /// The instruments of the tests of busy ports.
    @Suite("The lab's other programs") struct CoTenantTests {
        @Test("co-tenants hold their ports, answer in their manner, say who came, and go")
        func manners() async throws {
            try await withLab { lab in
                let wire = try await lab.connect(try await lab.addHost("server"), try await lab.addHost("client"))
                let (host, client) = (wire.first.host, wire.second.host)
                let tenants = try await host.fillPorts()
                let web = try await client.accost(
                    wire.first.ipv4, port: 8443, sending: Array("GET / HTTP/1.0\r\n\r\n".utf8), alpn: nil)
                #expect(web.text.hasPrefix("HTTP/1.1 400") && web.closed)
                #expect(tenants[.tcp]?.heard == 1)
                let firewall = try await Firewall.install(on: host)
                try await firewall.count("udp sport { 8443, 8444 }", as: "answers", at: .output)
                for port: UInt16 in [8443, 8444] {
                    try await Flood(from: client, to: wire.first.ipv4, port: port).sendRandom(20, rate: 1_000)
                }
                try await eventually("all has come") { tenants[.udp]?.heard == 20 && tenants[.quic]?.heard == 20 }
                #expect(try await firewall.packets("answers") == 20, "one echoes, one is silent")
                for port: UInt16 in [8443, 8444] {
                    await #expect(throws: LabError.self) {
                        try await CoTenant.start(on: host, .silent, port: port, shared: true)
                    }
                }
                for tenant in tenants.values { try await tenant.leave() }
                let first = try await CoTenant.start(on: host, .silent, port: 8443, shared: true)
                _ = try await CoTenant.start(on: host, .silent, port: 8443, shared: true)
                #expect(first.heard == 0)
            }
        }

        @Test("a host trusts a website's root when told so, and its files are read-only for whom it says")
        func hostFiles() async throws {
            try await withLab { lab in
                let wire = try await lab.connect(try await lab.addHost("web"), try await lab.addHost("client"))
                let certificate = try await WebCertificate.make("site.test", in: lab)
                let file = try await lab.makeFile("payload", bytes: 100_000)
                _ = try await HTTPServer.start(on: wire.first.host, serving: lab.directory, certificate: certificate)
                let client = wire.second.host
                try client.setNames(["site.test": [wire.first.ipv4], "other.test": [wire.first.ipv4]])
                let copy = lab.directory + "/copy"
                func fetch(_ name: String) async throws -> CommandResult {
                    try await client.run(
                        ["curl", "-sS", "--fail", "--noproxy", "*", "-o", copy, "https://\(name)/payload"])
                }
                #expect(try await fetch("site.test").status == .exited(60), "curl's code for an unknown authority")
                try client.trust(certificate)
                #expect(try await fetch("site.test").status.isSuccess)
                #expect(try await Checksum.sha256(ofFile: copy) == file.sha256)
                #expect(try await !fetch("other.test").status.isSuccess)

                let touch = ["touch", lab.directory + "/new"]
                #expect(try await !client.run(client.readOnly(lab.directory) + touch).status.isSuccess)
                #expect(try await client.run(touch).status.isSuccess)
            }
        }
    }
}
