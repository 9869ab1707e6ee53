import AuraConfig
import AuraNode
import Foundation
import Testing

/// What an independent implementation says of the files that an operator gets.
@Suite(
    "OpenSSL on an operator's files", .enabled(if: OpenSSLCommand.path != nil, "the openssl command is not installed"))
struct OperatorOpenSSLTests {
    @Test("openssl prints and verifies the certificates, and refuses them for another host")
    func verifies() throws {
        try withDesk { desk in
            let made = try desk.makeServer()
            let shown = try OpenSSLCommand.run(["x509", "-in", made.certificatePath, "-noout", "-text"])
            #expect(shown.status == 0 && shown.output.contains("DNS:vpn.example.org"), "\(shown.output)")
            let base = [
                "verify", "-attime", "\(Int(issueTime.timeIntervalSince1970))", "-CAfile",
                made.authorityCertificatePath,
            ]
            let good = try OpenSSLCommand.run(base + ["-verify_hostname", "vpn.example.org", made.certificatePath])
            #expect(good.status == 0, "\(good.output)")
            #expect(
                try OpenSSLCommand.run(base + ["-verify_hostname", "x.example.org", made.certificatePath]).status != 0)
            let client = desk.root + "/client.pem"
            try desk.provision().profile.pki.certificate.write(toFile: client, atomically: true, encoding: .utf8)
            #expect(try OpenSSLCommand.run(base + ["-purpose", "sslclient", client]).status == 0)
            #expect(try OpenSSLCommand.run(base + ["-purpose", "sslserver", client]).status != 0)
        }
    }
}

/// The openssl command.
private enum OpenSSLCommand {
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
