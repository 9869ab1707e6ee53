internal import AuraBridges
internal import AuraConfig
internal import AuraNode
internal import AuraPKI
internal import AuraWire
internal import Foundation

/// Pieces of the texts that the operator's commands print.
enum OperatorText {
    /// Where everything is unless --dir says something else.
    static let standardDirectory = "/etc/aura"

    static let exitCodes = """
        Exit codes:
          0   done
          1   the request was understood and failed
          64  wrong usage
          73  a file is there already, or cannot be written
          77  no permission
          78  a configuration, key or record is missing, wrong or readable by others
        """

    /// A time as people and scripts read it, for example 2027-11-24T00:00:00Z.
    static func time(_ date: Date) -> String { date.ISO8601Format() }

    /// The ports of the transports that are offered, for example "udp 8443, quic 8444".
    static func ports(_ port: (TransportKind) -> UInt16?) -> String {
        TransportKind.allCases.compactMap { kind in port(kind).map { "\(kind.rawValue) \($0)" } }
            .joined(separator: ", ")
    }

    /// What is to be known of a TLS certificate, for example "for example.org, valid until 2036-11-21T00:00:00Z".
    static func tls(_ certificate: TLSLeaf) -> String {
        "for \(certificate.label), valid until \(time(certificate.notAfter))"
    }

    /// A host with its ports, for example "vpn.example.org: udp 8443, quic 8444".
    static func endpoint(_ endpoint: BridgeEndpoint) -> String { "\(endpoint.host): \(ports { endpoint[$0] })" }

    static func blocks(_ blocks: [CIDR]) -> String { blocks.map(\.description).joined(separator: ", ") }

    /// A word for a command line that is to be copied into a shell.
    static func shellWord(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
                || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "/._-:@%+=,".utf8.contains(byte)
        }
        if isPlain && !text.isEmpty { return text }
        return "'" + text.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }

    /// Writes to standard output.
    static func say(_ text: String) throws { try FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) }

    /// Says on standard error what the operator should look at.
    static func warn(_ warnings: [BridgeWarning]) throws {
        try remark(warnings.map { "aura: warning: \($0)\n" }.joined())
    }

    /// Writes to standard error, for what is no result.
    static func remark(_ text: String) throws { try FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
}
