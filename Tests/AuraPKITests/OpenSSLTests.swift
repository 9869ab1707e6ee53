import AuraPKI
import Foundation
import Testing

/// What an independent implementation says of our certificates, keys and signatures.
@Suite("OpenSSL", .enabled(if: OpenSSL.path != nil, "the openssl command is not installed"))
struct OpenSSLTests {
    @Test("openssl prints an authority's certificate with its extensions")
    func printsAuthority() throws {
        try withFiles { files in
            let text = try OpenSSL.run(["x509", "-in", files.authority, "-noout", "-text"]).output
            for part in [
                "Version: 3 (0x2)", "Signature Algorithm: ED25519", "CA:TRUE, pathlen:0",
                "X509v3 Basic Constraints: critical", "X509v3 Key Usage: critical", "Certificate Sign, CRL Sign",
                "X509v3 Subject Key Identifier",
            ] { #expect(text.contains(part), "\(part) is missing in \(text)") }
        }
    }

    @Test("openssl prints a leaf's serial number and extensions as we do")
    func printsLeaf() throws {
        try withFiles { files in
            let text = try OpenSSL.run(["x509", "-in", files.server, "-noout", "-text", "-serial"]).output
            for part in [
                "CA:FALSE", "Digital Signature", "TLS Web Server Authentication", "DNS:vpn.example.org",
                "X509v3 Authority Key Identifier", "serial=\(files.pki.server.serial.uppercased())",
            ] { #expect(text.contains(part), "\(part) is missing in \(text)") }
        }
    }

    @Test("openssl verifies each certificate for its own purpose and not for the other")
    func verifies() throws {
        try withFiles { files in
            let common = [
                "verify", "-x509_strict", "-attime", "\(Int(now.timeIntervalSince1970))", "-CAfile", files.authority,
            ]
            for (purpose, good, bad) in [
                ("sslserver", files.server, files.client), ("sslclient", files.client, files.server),
            ] {
                let accepted = try OpenSSL.run(common + ["-purpose", purpose, good])
                #expect(accepted.status == 0, "\(accepted.output)")
                #expect(try OpenSSL.run(common + ["-purpose", purpose, bad]).status != 0)
            }
            let named = try OpenSSL.run(common + ["-verify_hostname", "vpn.example.org", files.server])
            #expect(named.status == 0, "\(named.output)")
            #expect(try OpenSSL.run(common + ["-verify_hostname", "other.example.org", files.server]).status != 0)
        }
    }

    @Test("openssl does not verify another authority's certificate")
    func refusesForeign() throws {
        try withFiles { files in
            let other = files.root + "/other.pem"
            try write(try TestPKI().client.certificatePEM, to: other)
            let time = "\(Int(now.timeIntervalSince1970))"
            #expect(try OpenSSL.run(["verify", "-attime", time, "-CAfile", files.authority, other]).status != 0)
        }
    }

    @Test("openssl reads our keys, and a key that it made is read by us")
    func keys() throws {
        try withFiles { files in
            let (ours, theirs) = (files.root + "/client.key", files.root + "/new.key")
            try write(files.pki.client.privateKeyPEM(), to: ours)
            #expect(try OpenSSL.run(["pkey", "-in", ours, "-out", theirs]).status == 0)
            let read = try Identity(
                certificatePEM: files.pki.client.certificatePEM, privateKeyPEM: SecretFile.loadText(theirs))
            #expect(read.serial == files.pki.client.serial)
        }
    }

    @Test("openssl verifies a signature of ours and refuses it over another message")
    func signatures() throws {
        try withFiles { files in
            let (key, signature, text) = (
                files.root + "/public.pem", files.root + "/signature", files.root + "/message"
            )
            let shown = try OpenSSL.run(["x509", "-in", files.client, "-noout", "-pubkey"])
            try write(shown.output, to: key)
            try AtomicFile.write(files.pki.client.sign(message), to: signature, overwrite: false)
            let command = ["pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", text, "-sigfile", signature]
            try AtomicFile.write(message, to: text, overwrite: false)
            #expect(try OpenSSL.run(command).status == 0)
            try AtomicFile.write(message + [0], to: text, overwrite: true)
            #expect(try OpenSSL.run(command).status != 0)
        }
    }

    @Test("An authority that openssl made serves as ours")
    func foreignAuthority() throws {
        try withFiles { files in
            let (key, certificate) = (files.root + "/their.key", files.root + "/their.pem")
            let made = try OpenSSL.run([
                "req", "-x509", "-newkey", "ed25519", "-nodes", "-keyout", key, "-out", certificate, "-days", "20000",
                "-subj", "/CN=Theirs", "-addext", "keyUsage=critical,keyCertSign",
            ])
            try #require(made.status == 0, "\(made.output)")
            let pem = try BoundedFile.loadText(certificate, limit: PKILimits.maximumPEMBytes)
            let authority = try CertificateAuthority(certificatePEM: pem, privateKeyPEM: SecretFile.loadText(key))
            let time = Date.now.addingTimeInterval(60)
            let client = try authority.issue(.client(PeerName("carol")), validity: .days(1), now: time)
            let verifier = try PeerVerifier(authorityPEM: pem, expecting: .client)
            #expect(try verifier.verify(client, at: time).name == "carol")
        }
    }

    @Test("openssl reads a TLS certificate of ours, checks it against itself, and fingerprints it as we do")
    func tlsCertificate() throws {
        try withTemporaryDirectory { root in
            let made = try TLSCertificate.selfSigned(names: [ServerName("www.example.org")], now: now)
            let (certificate, key) = (root + "/tls.pem", root + "/tls.key")
            try write(made.certificatePEM, to: certificate)
            try write(made.privateKeyPEM, to: key)
            let text = try OpenSSL.run(["x509", "-in", certificate, "-noout", "-text"]).output
            for part in ["Issuer: CN = www.example.org", "prime256v1", "CA:FALSE", "DNS:www.example.org"] {
                #expect(text.contains(part), "\(part) is missing in \(text)")
            }
            let base = ["verify", "-attime", "\(Int(now.timeIntervalSince1970))", "-purpose", "sslserver"]
            let good = try OpenSSL.run(
                base + ["-verify_hostname", "www.example.org", "-CAfile", certificate, certificate])
            #expect(good.status == 0, "\(good.output)")
            #expect(
                try OpenSSL.run(base + ["-verify_hostname", "a.org", "-CAfile", certificate, certificate]).status != 0)
            let printed = try OpenSSL.run(["x509", "-in", certificate, "-noout", "-fingerprint", "-sha256"]).output
            let ours = made.fingerprint.map { String(format: "%02X", $0) }.joined(separator: ":")
            #expect(printed.contains("=\(ours)"))
            #expect(try OpenSSL.run(["pkey", "-in", key, "-check", "-noout"]).output.contains("Key is valid"))
        }
    }

    @Test(
        "Keys and certificates as openssl makes them are taken, in the forms that web servers have",
        arguments: [
            "ecparam -name prime256v1 -genkey -out KEY", "ecparam -name secp384r1 -genkey -noout -out KEY",
            "genrsa -traditional -out KEY 2048", "genpkey -algorithm RSA -out KEY",
            "genpkey -algorithm ed25519 -out KEY",
        ])
    func foreignTLS(command: String) throws {
        try withTemporaryDirectory { root in
            let (certificate, key) = (root + "/fullchain.pem", root + "/privkey.pem")
            let words = command.split(separator: " ").map { $0 == "KEY" ? key : String($0) }
            try #require(try OpenSSL.run(words).status == 0)
            let made = try OpenSSL.run([
                "req", "-x509", "-new", "-key", key, "-out", certificate, "-subj", "/CN=a.example",
                "-addext", "subjectAltName=DNS:a.example,DNS:*.a.example",
            ])
            try #require(made.status == 0, "\(made.output)")
            let read = try TLSCertificate(
                certificatePEM: BoundedFile.loadText(certificate, limit: PKILimits.maximumTLSFileBytes),
                privateKeyPEM: SecretFile.loadText(key))
            #expect(read.leaf.isSelfSigned && read.leaf.covers(.dns("b.a.example")))
            #expect(read.leaf.names == [.dns("a.example")])
        }
    }

    private struct Files {
        let root: String
        let pki: TestPKI
        var authority: String { root + "/ca.pem" }
        var server: String { root + "/server.pem" }
        var client: String { root + "/client.pem" }
    }

    private func withFiles(_ body: (Files) throws -> Void) throws {
        try withTemporaryDirectory { root in
            let files = Files(root: root, pki: try TestPKI())
            try write(files.pki.authority.certificatePEM, to: files.authority)
            try write(files.pki.server.certificatePEM, to: files.server)
            try write(files.pki.client.certificatePEM, to: files.client)
            try body(files)
        }
    }

    private func write(_ text: String, to path: String) throws {
        try AtomicFile.write(Array(text.utf8), to: path, overwrite: false)
    }
}

/// The openssl command.
enum OpenSSL {
    static let path = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":").map { $0 + "/openssl" }
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(filePath: try #require(path))
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
