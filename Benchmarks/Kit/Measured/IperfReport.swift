internal import Foundation

/// What `iperf3 --json` says at the end, as far as it is looked at. As received: what was sent may have been lost.
public struct IperfReport: Sendable {
    /// Payload that arrived, in bytes.
    public let bytes: Double
    /// How long it took.
    public let seconds: Double

    /// Millions of bits of payload a second.
    public var megabitsPerSecond: Double { bytes * 8 / seconds / 1e6 }

    /// Datagrams a second.
    /// - Parameter payload: How many bytes of payload each one has, at least 1.
    public func datagramsPerSecond(payload: Int) -> Double { bytes / Double(payload) / seconds }

    /// - Parameter json: What iperf3 printed.
    /// - Throws: `DecodingError` when it is not such a report, as with an error of iperf3's.
    public init(json: String) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let sum = try decoder.decode(Whole.self, from: Data(json.utf8)).end.sumReceived
        guard sum.seconds > 0 else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "it lasted \(sum.seconds) s"))
        }
        bytes = sum.bytes
        seconds = sum.seconds
    }

    private struct Whole: Decodable {
        struct End: Decodable { let sumReceived: Sum }
        struct Sum: Decodable {
            let bytes: Double
            let seconds: Double
        }
        let end: End
    }
}
