internal import Foundation

/// What a stranger got who sent bytes to a TCP port.
public struct StrangerAnswer: Sendable, Decodable {
    private let received: String
    /// Whether the server ended the connection within the time.
    public let closed: Bool
    /// Seconds until it did, or all the time there was.
    public let seconds: Double
    /// The version of TLS; `nil` without a handshake.
    public let tls: String?
    /// The protocol that the server chose by ALPN.
    public let alpn: String?
    /// What went wrong, in words; `nil` if nothing did.
    public let problem: String?

    /// What the server sent, inside TLS where there is TLS.
    public var bytes: [UInt8] {
        let digits = Array(received)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
    }

    /// The same as text, as far as it is.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension LabHost {
    /// Connects to a TCP port, sends bytes, and waits for the server to answer and to close.
    /// - Parameters:
    ///   - alpn: What to offer inside TLS; `nil` for no TLS at all.
    ///   - limit: How long to wait for the server's close, in seconds.
    public func accost(
        _ address: String, port: UInt16, sending bytes: [UInt8], alpn: [String]?, within limit: Double = 5
    ) async throws -> StrangerAnswer {
        let script = String(decoding: PackageResources.stranger_py, as: UTF8.self)
        let offer = (alpn ?? []).joined(separator: ",")
        let hex = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let text = try await check(
            ["/usr/bin/python3", "-c", script, address, "\(port)", "\(limit)", alpn == nil ? "plain" : "tls"]
                + [offer.isEmpty ? "-" : offer, hex], within: .seconds(limit + 10))
        return try JSONDecoder().decode(StrangerAnswer.self, from: Data(text.utf8))
    }
}
