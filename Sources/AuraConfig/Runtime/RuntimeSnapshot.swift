public import AuraWire
public import Foundation

/// What a server really bound, as it recorded it beside its server.toml (DESIGN, section 8).
///
/// It is local state and not signed; what is made from it is.
public struct RuntimeSnapshot: Hashable, Sendable {
    /// The version of the record's form.
    public static let version = 1
    /// What is appended to the path of server.toml.
    public static let suffix = ".runtime.json"
    /// Times that a record may have, in seconds since 1970: to the end of the year 9999.
    static let times = 1...253_402_300_799

    /// When the transports were bound, in whole seconds, 1970 to 9999.
    public let boundAt: Date
    /// Where each transport is bound; one that is missing is not. An address may be a wildcard; no port is 0.
    public let endpoints: [TransportKind: SocketAddress]

    /// Makes a snapshot of its parts. The time is cut to whole seconds and to the years that a record may have; an
    /// address with port 0, at which nothing can be bound, is left out.
    public init(boundAt: Date, endpoints: [TransportKind: SocketAddress]) {
        self.init(seconds: Self.seconds(boundAt), endpoints: endpoints.filter { $0.value.port > 0 })
    }

    init(seconds: Int, endpoints: [TransportKind: SocketAddress]) {
        boundAt = Date(timeIntervalSince1970: TimeInterval(seconds))
        self.endpoints = endpoints
    }

    /// The path of the record that belongs to a server.toml.
    public static func path(ofServer path: String) -> String { path + suffix }

    /// Reads a record of at most ``ConfigurationLimits/maximumSnapshotBytes``; `nil` when there is no file, which is no
    /// error: the ports are then those of server.toml. Anything else that cannot be read is an error that names the path.
    public static func load(_ path: String) throws(ConfigurationError) -> RuntimeSnapshot? {
        let reading = PrivateFile.read(path, limit: ConfigurationLimits.maximumSnapshotBytes, secret: false)
        if reading.isMissing { return nil }
        if let error = ConfigurationError(reading.problems) { throw error }
        return try RuntimeSnapshot(parsing: reading.bytes ?? [], path: path)
    }

    /// How long ago the transports were bound, in whole seconds; zero when that is yet to come by this clock. ``AgeText``
    /// has words for it.
    public func age(now: Date) -> Duration {
        let seconds = now.timeIntervalSince(boundAt)
        // Not a number compares false.
        guard seconds > 0 else { return .zero }
        return .seconds(Int64(min(seconds, TimeInterval(Self.times.upperBound))))
    }

    /// The record's text, which ends with a line feed; parsing it gives this snapshot back.
    public func rendered() -> [UInt8] {
        let list = TransportKind.allCases.compactMap { kind in
            endpoints[kind].map { "\"\(kind.rawValue)\":\"\($0)\"" }
        }
        let head = "\"version\":\(Self.version),\"bound_at_unix\":\(Self.seconds(boundAt))"
        return Array("{\(head),\"endpoints\":{\(list.joined(separator: ","))}}\n".utf8)
    }

    private static func seconds(_ time: Date) -> Int {
        let (first, last) = (TimeInterval(times.lowerBound), TimeInterval(times.upperBound))
        let seconds = time.timeIntervalSince1970
        return Int(seconds.isNaN ? first : min(max(seconds, first), last))
    }
}
