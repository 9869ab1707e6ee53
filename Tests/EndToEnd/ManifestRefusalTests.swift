import AuraLab
import Foundation
import Testing

extension EndToEnd {
    @Suite("Manifests that do not verify") struct ManifestRefusalTests {
        @Test("are refused, said to be, and nothing is sent to the hosts in them")
        func bogusHosts() async throws {
            try await BridgeStage.run(others: ["bogus"]) { stage in
                let bogus = stage.internet.outside[1]
                let traps = try await Firewall.install(on: bogus.host)
                try await traps.count("meta l4proto { tcp, udp }", as: "came", at: .input)
                let firewall = try await Firewall.install(on: stage.internet.router)
                try await firewall.count("ip daddr \(stage.server.ipv4)", as: "dialled", at: .forward)
                let offer = ConfigurationText(path: "\(stage.lab.directory)/offer.toml")
                let key = try stage.deployment.authorityKey.read()
                // No server runs: the client looks for one all the time.
                let profile = try await stage.provision(watching: offer.path)
                let first = try await stage.startClient(profile, connected: false)

                try offer.replace(with: HandMadeManifest(serial: 50, host: stage.server.ipv4).text(signedWith: key))
                try await first.waitForManifest(50)
                for (count, flaw) in Flaw.allCases.enumerated() {
                    try offer.replace(with: flaw.manifest(host: bogus.ipv4, key: key))
                    let bridges = try await first.waitForRefusal(count + 1, of: flaw.rawValue)
                    #expect(bridges.serial == 50 && bridges.state == "valid", "\(bridges)")
                    #expect(bridges.lastRefusal?.detail?.isEmpty == false, "\(bridges)")
                }
                #expect(first.daemon.hasSaid("manifest was refused", "file"), "\(first.daemon.log)")
                try await first.daemon.stop()
                // The last of them is still there, and no more welcome to a client that has been started anew.
                let client = try await stage.startClient(profile, connected: false)
                let kept = try await client.waitForRefusal(1, of: "seen before")
                #expect(kept.serial == 50 && kept.source == "kept", "\(kept)")
                let before = try await firewall.packets("dialled")
                try await eventually("the client dials again", within: .seconds(40), detail: { client.daemon.log }) {
                    try await firewall.packets("dialled") >= before + 4
                }
                #expect(try await traps.packets("came") == 0)

                try offer.replace(with: HandMadeManifest(serial: 70, host: bogus.ipv4).text(signedWith: key))
                try await client.waitForManifest(70)
                try await eventually("a good one makes the client dial that host", within: .seconds(40)) {
                    try await traps.packets("came") > 0
                }
                #expect(try await client.status().bridges?.refusals == 1)
            }
        }

        enum Flaw: String, CaseIterable, Sendable {
            case otherAuthority = "signed by another authority"
            case changed = "changed by a byte"
            case unsigned = "without a signature"
            case expired = "over"
            case notYetValid = "not yet valid"
            case older = "older than another"
            case conflicting = "of the same number as another"

            func manifest(host: String, key: String) throws -> String {
                var manifest = HandMadeManifest(serial: 60, host: host)
                switch self {
                case .otherAuthority: return try manifest.text(signedWith: nil)
                case .changed:
                    return try manifest.text(signedWith: key).replacing("serial = 60", with: "serial = 61")
                case .unsigned:
                    return try String(manifest.text(signedWith: key).prefix { $0 != "#" })
                case .expired: manifest.issuedAt = Date() - 2 * manifest.lifetime
                case .notYetValid: manifest.issuedAt = Date() + 3_600
                case .older: manifest.serial = 49
                case .conflicting: manifest.serial = 50
                }
                return try manifest.text(signedWith: key)
            }
        }
    }
}

extension Node {
    fileprivate func waitForRefusal(_ count: Int, of what: String) async throws -> NodeReading.Bridges {
        try await eventually("a manifest \(what) is refused", detail: { await evidence }) {
            let bridges = try await status().bridges
            return bridges?.refusals == UInt64(count) ? bridges : nil
        }.value
    }
}
