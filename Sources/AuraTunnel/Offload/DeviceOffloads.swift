/// What a packet device spares this process: the work that its system does, or lets a network card do.
public struct DeviceOffloads: OptionSet, Hashable, Sendable {
    /// One bit for each offload.
    public let rawValue: UInt8

    /// Makes a set from its bits; unknown ones mean nothing.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Packets pass with their TCP or UDP checksum left to the other side.
    public static let checksum = DeviceOffloads(rawValue: 1)
    /// TCP packets pass as super-packets of up to 65,535 bytes.
    public static let tcp = DeviceOffloads(rawValue: 2)
    /// UDP packets pass as super-packets of up to 65,535 bytes.
    public static let udp = DeviceOffloads(rawValue: 4)
    /// Everything that there is.
    public static let all: DeviceOffloads = [.checksum, .tcp, .udp]

    /// The names of those in the set, for status and logs: `checksum`, `tcp`, `udp`.
    public var names: [String] {
        let named: [(DeviceOffloads, String)] = [(.checksum, "checksum"), (.tcp, "tcp"), (.udp, "udp")]
        return named.filter { contains($0.0) }.map(\.1)
    }
}
