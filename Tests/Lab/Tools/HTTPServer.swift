internal import Foundation

/// A real HTTP server (Python's) on a host, and curl to talk to it from another.
public struct HTTPServer: Sendable {
    /// Where it listens, on all the host's addresses.
    public static let port = 8080
    /// Where it listens with a certificate.
    public static let securePort = 443
    /// The background process.
    public let daemon: Daemon

    /// Starts it, and returns once it listens.
    /// - Parameters:
    ///   - directory: Whose files it serves.
    ///   - certificate: What makes it an HTTPS server.
    public static func start(
        on host: LabHost, serving directory: String, certificate: WebCertificate? = nil
    ) async throws -> HTTPServer {
        let script = String(decoding: PackageResources.http_server_py, as: UTF8.self)
        let place = ["::", "\(certificate == nil ? port : securePort)", directory]
        let daemon = try await host.start(
            "HTTP server", ["/usr/bin/python3", "-c", script] + place + (certificate.map { [$0.path] } ?? []))
        try await daemon.waitForLog("listening")
        return HTTPServer(daemon: daemon)
    }
}

/// What a transfer did.
public struct Transfer: Sendable {
    /// Bytes of the body.
    public let bytes: Int
    /// How long it took.
    public let seconds: Double
    /// SHA-256 of the body as it arrived.
    public let sha256: String

    /// Millions of bits of body a second.
    public var megabitsPerSecond: Double { Double(bytes) * 8 / seconds / 1e6 }
}
