import AuraBridges
import AuraConfig
import AuraNode
import AuraPKI
import AuraWire
import Foundation
import Testing

@Suite("The bridges manifest in new profiles")
struct OperatorProvisioningBridgesTests {
    @Test("A good manifest is in the profile, byte for byte, and still verifies there")
    func inside() throws {
        try withDesk { desk in
            try desk.makeServer()
            let signed = try desk.sign(["[2001:db8::1]:udp=1:tcp=2", "b.example.org:quic=3"]).signed
            let outcome = try desk.provision()
            #expect(outcome.manifest == signed.manifest && outcome.warnings.isEmpty)
            let profile = try ClientProfile.load(desk.root + "/alice.toml")
            let text = try #require(profile.bridges.manifest)
            #expect(Array(text.utf8) == signed.bytes)
            #expect(
                try ManifestVerifier(authorityPEM: profile.pki.ca).verify(Array(text.utf8), now: issueTime) == signed)
        }
    }

    @Test("Without a manifest there is none in the profile, and nothing to say")
    func none() throws {
        try withDesk { desk in
            try desk.makeServer()
            let outcome = try desk.provision()
            #expect(outcome.manifest == nil && outcome.profile.bridges.manifest == nil && outcome.warnings.isEmpty)
        }
    }

    @Test("An expired manifest is left out and told; a new one is taken")
    func expired() throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.sign(days: 1)
            let outcome = try desk.provision(now: days(2))
            #expect(outcome.manifest == nil && outcome.profile.bridges.manifest == nil)
            try expectLeftOut(outcome, "2026-11-25T00:00:00Z", desk)
            try desk.sign(now: days(2))
            #expect(try desk.provision(overwrite: true, now: days(2)).manifest?.serial == 2)
        }
    }

    @Test("A manifest of another authority, a changed one and one that cannot be read are left out and told")
    func bad() throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.sign(ca: try desk.makeForeignAuthority(), to: .file(desk.manifestFile))
            try expectLeftOut(try desk.provision(), "signature", desk)
            try desk.sign(overwrite: true)
            let good = try desk.text(desk.manifestFile)
            try AtomicFile.write(
                Array(good.replacing("9443", with: "9444").utf8), to: desk.manifestFile, overwrite: true)
            try expectLeftOut(try desk.provision(overwrite: true), "signature", desk)
            try desk.remove(desk.manifestFile)
            try FileManager.default.createDirectory(atPath: desk.manifestFile, withIntermediateDirectories: false)
            try expectLeftOut(try desk.provision(overwrite: true), "regular file", desk)
            try desk.remove(desk.manifestFile)
            try AtomicFile.write(Array(good.utf8), to: desk.manifestFile, overwrite: false)
            #expect(try desk.provision(overwrite: true).manifest != nil)
        }
    }

    @Test("A manifest that is too large for a profile is left out and told")
    func large() throws {
        try withDesk { desk in
            try desk.makeServer()
            let label = String(repeating: "a", count: 60)
            let names = (0..<1000).map { "\(label).\(label).\(label).b\($0).example.org:udp=1:tcp=2:quic=3" }
            let bytes = try desk.sign(names).signed.bytes.count
            #expect(bytes > ConfigurationLimits.maximumStringBytes && bytes <= ManifestLimits.maximumBytes)
            try expectLeftOut(try desk.provision(), "\(ConfigurationLimits.maximumStringBytes) bytes", desk)
        }
    }

    @Test("Without a manifest a server on other ports than the profile says is told, with the command to run")
    func moved() throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.recordPorts(udp: "[::]:8445", tcp: "[::]:8443", quic: "[::]:8444")
            let outcome = try desk.provision()
            #expect(
                outcome.warnings == [
                    .portsMoved(ports: "udp 8445, tcp 8443, quic 8444", configuration: desk.serverFile)
                ])
            #expect("\(outcome.warnings[0])".contains("aura sign-bridges --from-runtime \(desk.serverFile)"))
            // Who names the port knows what is in front of the server.
            #expect(try desk.provision(ports: TransportPorts(udp: 443), overwrite: true).warnings.isEmpty)
            try desk.recordPorts(udp: "[::]:8443", tcp: "[::]:8443", quic: "[::]:8444")
            #expect(try desk.provision(overwrite: true).warnings.isEmpty)
            // A transport that is not bound at all would be dialled in vain.
            try desk.recordPorts(udp: "[::]:8443", tcp: "[::]:8443")
            #expect(try desk.provision(overwrite: true).warnings.count == 1)
        }
    }

    @Test("A manifest that does not tell the ports that the server holds now is told")
    func outdated() throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.recordPorts(udp: "[::]:8445", tcp: "[::]:8446")
            try desk.sign(runtime: desk.serverFile)
            #expect(try desk.provision().warnings.isEmpty)
            try desk.recordPorts(udp: "[::]:8445", tcp: "[::]:8447")
            let outcome = try desk.provision(overwrite: true)
            #expect(outcome.manifest?.serial == 1)
            #expect(
                outcome.warnings == [
                    .manifestOutdated(
                        path: desk.manifestFile, ports: "udp 8445, tcp 8447", configuration: desk.serverFile)
                ])
        }
    }

    @Test("A record of bound ports that cannot be used is told, and does not keep a client from its profile")
    func badRecord() throws {
        try withDesk { desk in
            try desk.makeServer()
            try AtomicFile.write(Array("{".utf8), to: desk.snapshotFile, overwrite: false)
            let outcome = try desk.provision()
            guard case .snapshotUnusable(let reason)? = outcome.warnings.first else {
                Issue.record("not told: \(outcome.warnings)")
                return
            }
            #expect(outcome.warnings.count == 1 && reason.contains(desk.snapshotFile))
        }
    }

    @Test("An address for newer manifests is in the profile; what is no https address is refused")
    func url() throws {
        try withDesk { desk in
            try desk.makeServer()
            let outcome = try desk.provision(bridgesURL: "https://example.org/b.toml")
            #expect(outcome.profile.bridges.url?.description == "https://example.org/b.toml")
            #expect(try ClientProfile.load(desk.root + "/alice.toml").bridges.url == outcome.profile.bridges.url)
            let problems = try argumentProblems {
                try desk.provision(bridgesURL: "http://example.org/b.toml", overwrite: true)
            }
            #expect(problems.count == 1 && problems[0].hasPrefix("--bridges-url: "))
        }
    }

    private func expectLeftOut(_ outcome: ClientProvisioning.Outcome, _ part: String, _ desk: Desk) throws {
        #expect(outcome.manifest == nil && outcome.profile.bridges.manifest == nil)
        guard case .manifestLeftOut(desk.manifestFile, let reason)? = outcome.warnings.first else {
            Issue.record("not told: \(outcome.warnings)")
            return
        }
        #expect(outcome.warnings.count == 1 && reason.contains(part), "\(reason)")
    }
}
