internal import Foundation

/// What an independent QUIC client got from a server.
public struct QUICAnswer: Sendable, Decodable {
    /// How the server closed the connection.
    public struct Close: Sendable, Decodable {
        /// The error code of QUIC or of the application.
        public let code: UInt64
        /// The server's words.
        public let reason: String
    }

    /// Whether the handshake was completed.
    public let handshake: Bool
    /// The protocol that the server chose by ALPN.
    public let alpn: String?
    /// DATAGRAM frames that came.
    public let datagrams: Int?
    /// The largest DATAGRAM frame that the server takes; `nil` for none.
    public let datagramLimit: Int?
    /// The status of the answer to an HTTP/3 request.
    public let status: String?
    /// Bytes of the answer's body.
    public let bodyBytes: Int?
    /// How the server closed; `nil` if it did not.
    public let close: Close?
    /// What went wrong.
    public let problem: String?
}

extension LabHost {
    /// Runs aioquic's client: handshake, an HTTP/3 request, some DATAGRAM frames.
    /// - Parameters:
    ///   - python: An environment with aioquic.
    ///   - limit: How long to wait for what the server does, in seconds.
    public func accostQUIC(
        _ address: String, port: UInt16, name: String, with python: PythonEnvironment, within limit: Double = 5
    ) async throws -> QUICAnswer {
        let script = String(decoding: PackageResources.aioquic_client_py, as: UTF8.self)
        let text = try await check([python.python, "-c", script, address, "\(port)", name, "\(limit)"])
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(QUICAnswer.self, from: Data(text.utf8))
    }
}
