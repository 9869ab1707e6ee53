/// What kind of TUN device to open.
public struct TunOptions: Hashable, Sendable {
    /// A name for the kernel to number.
    public static let automaticName = "aura%d"
    /// The MTU when nothing else is known: a 1500-byte path less IPv6, UDP, the packet header, its tag and some slack.
    public static let defaultMTU = 1420
    /// The MTUs that make sense: IPv6 needs 1280 (RFC 8200 section 5), and no IP packet is longer than 65,535.
    public static let mtuRange = 1280...65_535

    /// The wanted name, 1...15 bytes; `%d` at its end lets the kernel choose a number. On macOS anything but `utunN`
    /// lets the kernel choose.
    public var name: String
    /// The longest packet in bytes; `InterfacePlan` sets it on the interface. Values outside `mtuRange` are moved into it.
    public var mtu: Int

    /// Makes options; the defaults let the kernel choose the name.
    public init(name: String = automaticName, mtu: Int = defaultMTU) {
        self.name = name
        self.mtu = min(max(mtu, Self.mtuRange.lowerBound), Self.mtuRange.upperBound)
    }
}
