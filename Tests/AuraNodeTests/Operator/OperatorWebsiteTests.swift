import AuraConfig
import AuraNode
import AuraPKI
import Foundation
import Testing

@Suite("How a server that is made looks to strangers")
struct OperatorWebsiteTests {
    /// Makes a certificate of the operator's own in the desk's root, relative to which it is named.
    private func own(_ desk: Desk, host: String = "www.example.org") throws -> (
        certificate: TLSCertificate, WebsiteOptions
    ) {
        let made = try TLSCertificate.selfSigned(names: [ServerName(host)], now: issueTime)
        try AtomicFile.write(Array(made.certificatePEM.utf8), to: desk.root + "/own.pem", overwrite: true)
        try SecretFile.write(made.privateKeyPEM, to: desk.root + "/own.key", overwrite: true)
        return (made, WebsiteOptions(tlsCertificate: desk.root + "/own.pem", tlsKey: desk.root + "/own.key"))
    }

    @Test("The certificate is for the host if that is a name, and the files belong together")
    func made() throws {
        try withDesk { desk in
            let outcome = try desk.makeServer()
            #expect(outcome.isTLSMade && outcome.tls.names == [.dns("vpn.example.org")] && outcome.tls.isSelfSigned)
            let read = try TLSCertificate(
                certificatePEM: desk.text(outcome.tlsCertificatePath),
                privateKeyPEM: SecretFile.loadText(outcome.tlsKeyPath))
            #expect(read.leafDER == outcome.tls.der)
            #expect(outcome.tlsCertificatePath == outcome.configuration.files.tlsCertificate.resolved)
            let secret = try SecretFile.load(desk.directory + "/quic.secret")
            #expect(secret.count == 32 && Set(secret).count > 8 && secret != outcome.configuration.outerKey.bytes)
            #expect(outcome.configuration.decoy == .builtIn)
        }
    }

    @Test("A server without a name gets one of many kinds, which neither says what it is nor is its address")
    func labels() throws {
        let labels = try (1...UInt64(40)).map { seed in
            var label = ""
            try withDesk { label = try $0.makeServer(host: "203.0.113.7", seed: seed).tls.label }
            return label
        }
        #expect(Set(labels).count > 20)
        let shapes = Set(labels.map { $0.map { $0.isNumber ? "0" : $0.isLetter ? "a" : String($0) }.joined() })
        #expect(shapes.count > 5, "\(shapes)")
        for label in labels {
            #expect(HostName(label)?.address == nil && HostName(label) != nil)
            #expect(!label.contains("aura") && !label.contains("vpn") && !label.contains("."))
        }
    }

    @Test("A name that is asked for is what the certificate is for")
    func named() throws {
        try withDesk { desk in
            let website = WebsiteOptions(tlsName: "Shop.Example.org")
            let outcome = try desk.makeServer(host: "203.0.113.7", website: website)
            #expect(outcome.tls.names == [.dns("shop.example.org")])
        }
    }

    @Test("The operator's own certificate stays where it is and is named from server.toml")
    func ownCertificate() throws {
        try withDesk { desk in
            let (certificate, options) = try own(desk)
            let outcome = try desk.makeServer(website: options)
            #expect(!outcome.isTLSMade && outcome.tls.der == certificate.leafDER)
            #expect(outcome.configuration.files.tlsCertificate.written == desk.root + "/own.pem")
            #expect(outcome.configuration.files.tlsKey.written == desk.root + "/own.key")
            #expect(!FileManager.default.fileExists(atPath: desk.directory + "/tls.pem"))
            #expect(FileCheck.problems(inFile: outcome.configurationPath, now: issueTime).isEmpty)
        }
    }

    @Test(
        "An own certificate that cannot serve is refused before anything is written",
        arguments: ["mismatch", "exposed", "none"])
    func badOwn(kind: String) throws {
        try withDesk { desk in
            let (_, options) = try own(desk)
            switch kind {
            case "mismatch":
                let other = try TLSCertificate.selfSigned(names: [.dns("a.example")], now: issueTime)
                try SecretFile.write(other.privateKeyPEM, to: desk.root + "/own.key", overwrite: true)
            case "exposed": try desk.setMode(0o644, desk.root + "/own.key")
            default: try desk.remove(desk.root + "/own.key")
            }
            let before = try desk.contents()
            let error = try #require(try operatorError { try desk.makeServer(website: options) })
            #expect("\(error)".contains(desk.root + "/own.key"))
            #expect(try desk.contents() == before)
        }
    }

    @Test("What is there is kept, with and without overwrite", arguments: [false, true])
    func kept(overwrite: Bool) throws {
        try withDesk { desk in
            let first = try desk.makeServer()
            let before = try desk.contents()
            if !overwrite {
                for name in ["server.toml", "server.pem", "server.key", "ca"] {
                    try desk.remove(desk.directory + "/" + name)
                }
            }
            let second = try desk.makeServer(overwrite: overwrite, seed: 2)
            #expect(!second.isTLSMade && second.tls.der == first.tls.der)
            let after = try desk.contents()
            for name in ["aura/tls.pem", "aura/tls.key", "aura/quic.secret"] { #expect(before[name] == after[name]) }
        }
    }

    @Test("A certificate that is there is not passed off as one for another name")
    func keptForAnother() throws {
        try withDesk { desk in
            try desk.makeServer()
            let problems = try argumentProblems {
                try desk.makeServer(website: WebsiteOptions(tlsName: "a.example"), overwrite: true)
            }
            #expect(problems.count == 1 && problems[0].hasPrefix("--tls-name: "))
            try desk.makeServer(website: WebsiteOptions(tlsName: "vpn.example.org"), overwrite: true)
        }
    }

    @Test(
        "A key without its certificate is never replaced; a certificate without its key is what an interrupted run leaves"
    )
    func half() throws {
        try withDesk { desk in
            try desk.makeServer()
            try desk.remove(desk.directory + "/tls.pem")
            let before = try desk.contents()
            let error = try operatorError { try desk.makeServer(overwrite: true) }
            #expect(error == .halfTLS(found: desk.directory + "/tls.key", missing: desk.directory + "/tls.pem"))
            #expect(try desk.contents() == before)
            try FileManager.default.moveItem(atPath: desk.directory + "/tls.key", toPath: desk.directory + "/tls.pem")
            #expect(try desk.makeServer(overwrite: true).isTLSMade)
            #expect(FileCheck.problems(inFile: desk.directory + "/server.toml", now: issueTime).isEmpty)
        }
    }

    @Test("A secret of another length, or one that others can read, is refused")
    func badSecret() throws {
        try withDesk { desk in
            let path = desk.directory + "/quic.secret"
            try SecretFile.write([1, 2, 3], to: path, overwrite: false)
            #expect(try operatorError { try desk.makeServer() } == .badSecret(path: path, bytes: 3))
            try SecretFile.write([UInt8](repeating: 1, count: 32), to: path, overwrite: true)
            try desk.setMode(0o640, path)
            #expect(try operatorError { try desk.makeServer() } == .file(.exposed(path: path, mode: 0o640)))
            try desk.setMode(0o600, path)
            try desk.makeServer()
            #expect(try SecretFile.load(path) == [UInt8](repeating: 1, count: 32))
        }
    }

    @Test("A decoy is written as it is meant, and its first page must be there")
    func decoys() throws {
        try withDesk { desk in
            let site = WebsiteOptions(decoySite: desk.directory + "/www")
            #expect(try operatorError { try desk.makeServer(website: site) } != nil)
            #expect(try desk.contents().isEmpty)
            try AtomicFile.write(Array("<p>".utf8), to: desk.directory + "/www/index.html", overwrite: false)
            let outcome = try desk.makeServer(website: site)
            guard case .site(let path) = outcome.configuration.decoy else {
                Issue.record("no site")
                return
            }
            #expect(path.written == "www" && path.resolved == desk.directory + "/www")
            let upstream = WebsiteOptions(decoyUpstream: "http://127.0.0.1:8080/")
            let second = try desk.makeServer(website: upstream, overwrite: true)
            #expect(second.configuration.decoy == .upstream(try #require(DecoyUpstream("http://127.0.0.1:8080"))))
        }
    }

    @Test("Every wrong argument is named at once")
    func problems() throws {
        let problems = try argumentProblems {
            _ = try ServerInitialization.Request(
                host: "h", directory: "/x",
                website: WebsiteOptions(
                    tlsCertificate: "a\u{7}", tlsName: "a b", decoySite: "", decoyUpstream: "https://a/b"),
                currentDirectory: "/")
        }
        for (option, count) in [
            ("--tls-certificate", 1), ("--tls-key", 1), ("--tls-name", 2), ("--decoy-site", 1), ("--decoy-upstream", 2),
        ] { #expect(problems.count { $0.hasPrefix(option + ":") } == count, "\(option): \(problems)") }
        let alone = try argumentProblems {
            _ = try ServerInitialization.Request(
                host: "h", directory: "/x", website: WebsiteOptions(tlsKey: "k"), currentDirectory: "/")
        }
        #expect(alone == ["--tls-certificate: not found, expected with --tls-key"])
    }
}
