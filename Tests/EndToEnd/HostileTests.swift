import AuraLab
import Testing

extension EndToEnd {
    @Suite("Hostile traffic") struct HostileTests {
        @Test("a million random datagrams and 100,000 with flipped bits change nothing while a client downloads")
        func flood() async throws {
            try await Scenario.run(strangers: ["mallory"]) { vpn in
                let stage = try await Stage(vpn)
                let recording = try await stage.record()
                let forged = try await Capture.start(
                    on: vpn.server.host, interface: "aura0", direction: .incoming, filter: stage.notTheDownload)
                async let download = vpn.alice.host.download(
                    "payload", from: stage.server.ipv4, rate: "10M", within: .seconds(100))
                try await waitForTraffic(vpn.server)
                try await stage.stranger.sendRandom(1_000_000)
                try await stage.stranger.sendRecorded(recording, flips: 1, count: 50_000, seed: 2)
                try await stage.impostor.sendRecorded(recording, flips: 1, count: 50_000, seed: 3)
                let result = try await download
                #expect(result.sha256 == stage.file.sha256)
                #expect(try await stage.arrived() >= 1_100_000)
                #expect(vpn.server.daemon.isRunning)
                #expect(try await vpn.server.status().pid == vpn.server.daemon.pid)
                #expect(try await vpn.server.remoteAddress.hasPrefix(vpn.alice.wire.ipv4 + ":"))
                #expect(try await forged.stop().packets.isEmpty)
                #expect(try await vpn.alice.host.reaches(stage.server.ipv6))
            }
        }

        @Test("the recording, replayed whole from the client's own address and from another, delivers nothing")
        func replay() async throws {
            try await Scenario.run(strangers: ["mallory"]) { vpn in
                let stage = try await Stage(vpn)
                let recording = try await stage.record()
                let count = try Pcap(contentsOf: recording).udpPayloads(toPort: Deployment.udpPort).count
                try #require(count >= 100)
                let delivered = try await Capture.start(
                    on: vpn.server.host, interface: "aura0", direction: .incoming, filter: "icmp")
                try await stage.impostor.sendRecorded(recording, flips: 0, count: count)
                try await stage.stranger.sendRecorded(recording, flips: 0, count: count)
                // Positive control, and the mark that the server has dealt with all that came before.
                #expect(try await vpn.alice.host.ping(stage.server.ipv4, count: 3).received == 3)
                #expect(try await delivered.stop().packets.count == 3)
                #expect(try await vpn.server.remoteAddress.hasPrefix(vpn.alice.wire.ipv4 + ":"))
            }
        }
    }
}

/// What the tests of this file share: a file to download, and a third host that can send as itself and as the client.
private struct Stage: Sendable {
    let file: (path: String, sha256: String)
    let server: (ipv4: String, ipv6: String)
    let stranger: Flood
    let impostor: Flood
    private let vpn: Scenario
    private let client: (ipv4: String, ipv6: String)
    private let firewall: Firewall

    init(_ vpn: Scenario) async throws {
        self.vpn = vpn
        server = try await vpn.server.innerAddresses()
        client = try await vpn.alice.node.innerAddresses()
        file = try await vpn.lab.makeFile("payload", bytes: 300_000_000)
        _ = try await HTTPServer.start(on: vpn.server.host, serving: vpn.lab.directory)
        let mallory = vpn.internet.outside[1]
        let target = (address: vpn.internet.server.ipv4, port: Deployment.udpPort)
        stranger = Flood(from: mallory.host, to: target.address, port: target.port)
        try await mallory.host.check(["ip", "address", "add", "\(vpn.alice.wire.ipv4)/32", "dev", "lo"])
        impostor = Flood(
            from: mallory.host, to: target.address, port: target.port,
            source: (vpn.alice.wire.ipv4, try await Self.clientPort(vpn)))
        firewall = try await Firewall.install(on: vpn.server.host)
        try await firewall.count("udp dport \(target.port)", as: "arrived", at: .input)
    }

    /// All that the download does not bring to the server's tunnel interface.
    var notTheDownload: String {
        "not (tcp and host \(client.ipv4) and host \(server.ipv4) and port \(HTTPServer.port))"
    }

    /// Datagrams that reached the server's host.
    func arrived() async throws -> Int { try await firewall.packets("arrived") }

    /// Captures genuine datagrams of the client, and shows that the TUN capture would see what they carry.
    func record() async throws -> String {
        let capture = try await Capture.start(
            on: vpn.internet.server.host, interface: vpn.internet.server.interface, direction: .incoming,
            filter: "udp dst port \(Deployment.udpPort)")
        let control = try await Capture.start(
            on: vpn.server.host, interface: "aura0", direction: .incoming, filter: notTheDownload)
        #expect(try await vpn.alice.host.ping(server.ipv4, count: 120, interval: 0.01).received == 120)
        let seen = try await control.stop().packets.count
        try #require(seen >= 120, "the capture on the TUN sees what a client sends")
        _ = try await capture.stop()
        return capture.path
    }

    private static func clientPort(_ vpn: Scenario) async throws -> UInt16 {
        try #require(try await vpn.server.remoteAddress.split(separator: ":").last.flatMap { UInt16($0) })
    }
}
