import AuraConfig
import AuraWire
import Foundation

/// A valid record that tests change one thing of.
enum RuntimeFixtures {
    static let text = """
        {"version":1,"bound_at_unix":1700000000,"endpoints":{"udp":"0.0.0.0:8444","tcp":"192.0.2.1:8445","quic":"[::]:65535"}}

        """

    static func snapshot() throws -> RuntimeSnapshot {
        RuntimeSnapshot(
            boundAt: Date(timeIntervalSince1970: 1_700_000_000),
            endpoints: [
                .udp: try Fixtures.required(SocketAddress("0.0.0.0:8444")),
                .tcp: try Fixtures.required(SocketAddress("192.0.2.1:8445")),
                .quic: try Fixtures.required(SocketAddress("[::]:65535")),
            ])
    }

    static func random(_ generator: inout SeededGenerator) -> RuntimeSnapshot {
        var endpoints: [TransportKind: SocketAddress] = [:]
        for kind in TransportKind.allCases where Bool.random(using: &generator) {
            let ip: IPAddress =
                Bool.random(using: &generator)
                ? .v4(IPv4Address(bits: .random(in: 0...UInt32.max, using: &generator)))
                : .v6(IPv6Address(bits: .random(in: 0...UInt128.max, using: &generator)))
            endpoints[kind] = SocketAddress(ip, port: .random(in: 1...UInt16.max, using: &generator))
        }
        let seconds = Int64.random(in: 1...253_402_300_799, using: &generator)
        return RuntimeSnapshot(boundAt: Date(timeIntervalSince1970: TimeInterval(seconds)), endpoints: endpoints)
    }

    /// What is wrong with a text; empty when nothing is.
    static func problems(_ bytes: [UInt8]) -> [ConfigurationProblem] {
        do throws(ConfigurationError) {
            _ = try RuntimeSnapshot(parsing: bytes, path: "r.json")
            return []
        } catch {
            return error.problems
        }
    }
}
