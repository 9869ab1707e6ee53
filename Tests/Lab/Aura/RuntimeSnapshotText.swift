internal import Foundation

/// What a server wrote down about the ports it has, read as the documentation has it.
public struct RuntimeSnapshotText: Decodable, Sendable {
    /// The version of the format.
    public let version: Int
    /// When the ports were bound, in Unix seconds.
    public let boundAtUnix: Int64
    /// An address and port for each transport.
    public let endpoints: [String: String]

    init(json: Data) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(RuntimeSnapshotText.self, from: json)
    }

    /// The ports alone.
    public var ports: [Transport: UInt16] {
        var ports: [Transport: UInt16] = [:]
        for (name, address) in endpoints {
            guard let transport = Transport(rawValue: name) else { continue }
            ports[transport] = address.split(separator: ":").last.flatMap { UInt16($0) }
        }
        return ports
    }
}
