internal import AuraBridges
internal import AuraConfig
internal import Foundation

/// The JSON document of `aura verify-bridges`.
public struct ManifestReport: Encodable, Sendable {
    /// The version of the document's form; within one, keys are only added.
    public static let schemaVersion = 1

    private let schemaVersion = Self.schemaVersion
    private let file: String
    private let ca: String
    private let valid: Bool
    private let reason: String?
    private let detail: String?
    private let serial: UInt64?
    private let issuedAtUnix: Int64?
    private let expiresAtUnix: Int64?
    private let endpoints: [Endpoint]?
    private let bridges: [Bridge]?

    private struct Endpoint: Encodable {
        let host: String
        let udp: UInt16?
        let tcp: UInt16?
        let quic: UInt16?
    }

    private struct Bridge: Encodable {
        let host: String
        let port: UInt16
    }

    /// Reports on a manifest.
    ///
    /// - Parameters:
    ///   - outcome: what was found.
    ///   - file: what the manifest's file is called.
    ///   - authority: what the file of the authority's certificate is called.
    public init(_ outcome: ManifestInspection.Outcome, file: String, authority: String) {
        self.file = file
        ca = authority
        valid = outcome.isValid
        reason = outcome.rejection?.label
        detail = outcome.rejection.map { "\($0)" }
        serial = outcome.manifest?.serial
        issuedAtUnix = outcome.manifest.map { Int64($0.issuedAt.timeIntervalSince1970) }
        expiresAtUnix = outcome.manifest.map { Int64($0.expiresAt.timeIntervalSince1970) }
        endpoints = outcome.manifest?.endpoints.map {
            Endpoint(host: $0.host.text, udp: $0.udp, tcp: $0.tcp, quic: $0.quic)
        }
        bridges = outcome.manifest?.bridges.map { Bridge(host: $0.host.text, port: $0.port) }
    }

    /// The document, with a line feed at its end.
    public func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}
