/// Why a connection over a transport could not be made or broke.
public struct TransportFailure: Codable, Hashable, Sendable {
    /// The reason in one word, as it is counted by, such as `idle_timeout`.
    public var reason: String
    /// More to say, such as what the system or the peer said.
    public var detail: String?
    /// When it was, in Unix seconds.
    public var atUnix: Int64

    /// Describes a failure.
    public init(reason: String, detail: String? = nil, atUnix: Int64) {
        self.reason = reason
        self.detail = detail
        self.atUnix = atUnix
    }

    enum CodingKeys: String, CodingKey {
        case reason
        case detail
        case atUnix = "at_unix"
    }
}
