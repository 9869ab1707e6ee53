internal import AuraWire
public import Foundation

/// What an operator tells clients of where servers are (PROTOCOL.md, "Bridges manifest").
public struct Manifest: Hashable, Sendable {
    /// The version of the text's form.
    public static let version = 1

    /// Tells newer from older, in ``ManifestLimits/serials``.
    public let serial: UInt64
    /// When it was signed, in whole seconds.
    public let issuedAt: Date
    /// When it ends, in whole seconds.
    public let expiresAt: Date
    /// Hosts with their transports, at most ``ManifestLimits/maximumEndpoints``.
    public let endpoints: [BridgeEndpoint]
    /// Hosts with one port, for readers of version 3.3, at most ``ManifestLimits/maximumBridges``.
    public let bridges: [BridgeAddress]

    /// Makes a manifest of its parts. Times are cut to whole seconds; without `bridges`, they are made of the endpoints.
    public init(
        serial: UInt64, issuedAt: Date, expiresAt: Date, endpoints: [BridgeEndpoint], bridges: [BridgeAddress] = []
    ) {
        self.serial = serial
        self.issuedAt = issuedAt.wholeSeconds
        self.expiresAt = expiresAt.wholeSeconds
        self.endpoints = endpoints
        self.bridges = bridges.isEmpty ? Self.unique(endpoints.flatMap(\.addresses)) : bridges
    }

    /// What to dial: the endpoints, and of the other entries, which any endpoint may have made, those that none covers.
    public var ways: [BridgeEndpoint] {
        let covered = Set(endpoints.flatMap(\.addresses))
        return endpoints + bridges.filter { !covered.contains($0) }.compactMap(\.everyTransport)
    }

    private static func unique(_ addresses: [BridgeAddress]) -> [BridgeAddress] {
        var seen: Set<BridgeAddress> = []
        return addresses.filter { seen.insert($0).inserted }
    }
}

extension Date {
    fileprivate var wholeSeconds: Date { Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down)) }
}
