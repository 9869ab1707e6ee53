import AuraBridges
import AuraConfig
import AuraNode
import AuraPKI
import Foundation
import Testing

@Suite("Looking into a bridges manifest, and checking files that have one")
struct OperatorManifestTests {
    @Test("A good manifest is shown, and the document for programs says the same")
    func good() throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.sign(["vpn.example.org:udp=8443:tcp=443", "[2001:db8::1]:quic=8444"], serial: 7)
            let outcome = try desk.inspect()
            #expect(outcome.isValid && outcome.rejection == nil)
            #expect(outcome.manifest?.endpoints.map(\.description).last == "[2001:db8::1]:quic=8444")
            let report = try document(outcome)
            #expect(
                Set(report.keys) == [
                    "schema_version", "file", "ca", "valid", "serial", "issued_at_unix", "expires_at_unix", "endpoints",
                    "bridges",
                ])
            #expect(report["schema_version"] as? Int == 1 && report["valid"] as? Bool == true)
            #expect(report["file"] as? String == "FILE" && report["ca"] as? String == "CA")
            #expect(report["serial"] as? Int == 7 && report["issued_at_unix"] as? Int == 1_795_478_400)
            #expect(report["expires_at_unix"] as? Int == 1_795_478_400 + 90 * 86400)
            let endpoints = try #require(report["endpoints"] as? [[String: Any]])
            #expect(endpoints.map { $0["host"] as? String } == ["vpn.example.org", "2001:db8::1"])
            #expect(endpoints[0]["udp"] as? Int == 8443 && endpoints[0]["tcp"] as? Int == 443)
            #expect(Set(endpoints[1].keys) == ["host", "quic"])
            let bridges = try #require(report["bridges"] as? [[String: Any]])
            #expect(bridges.map { $0["port"] as? Int } == [8443, 443, 8444])
            #expect(bridges.last?["host"] as? String == "2001:db8::1")
        }
    }

    @Test("A manifest whose time is over, or has not come, is shown with the reason")
    func times() throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.sign()
            for (now, label) in [(days(91), "expired"), (issueTime.addingTimeInterval(-301), "not_yet_valid")] {
                let outcome = try desk.inspect(now: now)
                #expect(!outcome.isValid && outcome.manifest?.serial == 1)
                #expect(outcome.rejection?.label == label)
                let report = try document(outcome)
                #expect(report["valid"] as? Bool == false && report["reason"] as? String == label)
                #expect((report["detail"] as? String)?.isEmpty == false && report["serial"] as? Int == 1)
            }
        }
    }

    @Test("Of what the authority has not signed nothing is shown")
    func untrusted() throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.sign()
            let vault = try desk.makeForeignAuthority()
            let good = try desk.text(desk.manifestFile)
            let cases: [(text: String, ca: String?, label: String)] = [
                (good, vault + "/ca.pem", "bad_signature"),
                (good.replacing("9443", with: "9444"), nil, "bad_signature"),
                (good + "\n", nil, "no_signature"), ("", nil, "no_signature"),
                (String(repeating: "\n", count: ManifestLimits.maximumBytes + 1), nil, "too_large"),
                (String(repeating: "\n", count: 10 << 20), nil, "too_large"),
            ]
            for (text, ca, label) in cases {
                try AtomicFile.write(Array(text.utf8), to: desk.manifestFile, overwrite: true)
                let outcome = try desk.inspect(ca: ca)
                #expect(outcome.manifest == nil && outcome.rejection?.label == label)
                #expect(
                    Set(try document(outcome).keys) == ["schema_version", "file", "ca", "valid", "reason", "detail"])
                let bytes = try ManifestInspection(authority: ca ?? desk.ca + "/ca.pem").run(
                    bytes: Array(text.utf8), now: issueTime)
                #expect(bytes.rejection?.label == label)
            }
        }
    }

    @Test("A manifest or an authority that cannot be read is an error")
    func unreadable() throws {
        try withDesk { desk in
            try desk.makeServer()
            #expect(try operatorError { _ = try desk.inspect() } == .file(.missing(path: desk.manifestFile)))
            try desk.sign()
            #expect(
                try operatorError { _ = try desk.inspect(ca: desk.root + "/none.pem") }
                    == .file(.missing(path: desk.root + "/none.pem")))
            #expect(
                try operatorError { _ = try desk.inspect(desk.directory) } == .file(.notRegular(path: desk.directory)))
            guard
                case .badAuthorityCertificate = try operatorError({
                    _ = try desk.inspect(ca: desk.directory + "/server.pem")
                })
            else {
                Issue.record("a server's certificate passed for the authority's")
                return
            }
            #expect(try desk.inspect().isValid)
            #expect(try desk.inspect(ca: desk.ca).isValid)
        }
    }

    @Test("The check of a server.toml says what is wrong with its manifest, which need not be there")
    func serverCheck() throws {
        try withDesk { desk in
            try desk.makeServer()
            #expect(FileCheck.problems(inFile: desk.serverFile, now: issueTime).isEmpty)
            try desk.sign()
            #expect(FileCheck.problems(inFile: desk.serverFile, now: issueTime).isEmpty)
            let expired = FileCheck.problems(inFile: desk.serverFile, now: days(91))
            #expect(expired.map(\.file) == [desk.manifestFile])
            #expect(expired.first?.found.contains("ended on") == true)
            #expect(expired.first?.suggestion?.contains("sign-bridges") == true)
            let vault = try desk.makeForeignAuthority()
            try desk.sign(ca: vault, to: .file(desk.manifestFile), overwrite: true)
            let foreign = FileCheck.problems(inFile: desk.serverFile, now: issueTime)
            #expect(foreign.map(\.file) == [desk.manifestFile])
            #expect(foreign.first?.found.contains("signature") == true)
        }
    }

    @Test("The check of a server.toml says what is wrong with the record of bound ports")
    func snapshotCheck() throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.recordPorts(udp: "[::]:8445")
            #expect(FileCheck.problems(inFile: desk.serverFile, now: issueTime).isEmpty)
            try AtomicFile.write(Array("{}".utf8), to: desk.snapshotFile, overwrite: true)
            let problems = FileCheck.problems(inFile: desk.serverFile, now: issueTime)
            #expect(problems.map(\.file) == [desk.snapshotFile], "\(problems)")
        }
    }

    @Test("The check of a profile says what is wrong with the manifest inside and with the file that it names")
    func profileCheck() throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.sign()
            var profile = try desk.provision().profile
            let path = desk.root + "/alice.toml"
            #expect(FileCheck.problems(inFile: path, now: issueTime).isEmpty)
            let expired = FileCheck.problems(inFile: path, now: days(91))
            #expect(expired.map(\.keyPath) == ["bridges.manifest"] && expired.first?.suggestion != nil)
            #expect(expired.first?.found.contains("ended on") == true)

            profile.bridges.manifest = try #require(profile.bridges.manifest).replacing("9443", with: "9444")
            profile.bridges.file = ConfiguredPath("news.toml", in: desk.root)
            try SecretFile.write(profile.rendered(), to: path, overwrite: true)
            #expect(FileCheck.problems(inFile: path, now: issueTime).map(\.keyPath) == ["bridges.manifest"])
            try AtomicFile.write(Array("x\n".utf8), to: desk.root + "/news.toml", overwrite: false)
            #expect(
                FileCheck.problems(inFile: path, now: issueTime).map(\.file) == [path, desk.root + "/news.toml"])
        }
    }

    private func document(_ outcome: ManifestInspection.Outcome) throws -> [String: Any] {
        let text = try ManifestReport(outcome, file: "FILE", authority: "CA").text()
        return try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
}
