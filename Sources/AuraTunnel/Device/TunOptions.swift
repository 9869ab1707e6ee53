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
    /// The longest packet in bytes that is no super-packet; `InterfacePlan` sets it on the interface. Values outside
    /// `mtuRange` are moved into it.
    public var mtu: Int
    /// Whether to exchange super-packets and partial checksums with the kernel, as far as it can. macOS cannot.
    public var offload: Bool
    /// How long a reader that finds nothing goes on looking before it sleeps; zero is not at all. Uses a processor that
    /// long each time, to spare the time of waking up.
    public var busyPoll: Duration

    /// Makes options; the defaults let the kernel choose the name.
    public init(
        name: String = automaticName, mtu: Int = defaultMTU, offload: Bool = true, busyPoll: Duration = .zero
    ) {
        self.name = name
        self.mtu = min(max(mtu, Self.mtuRange.lowerBound), Self.mtuRange.upperBound)
        self.offload = offload
        self.busyPoll = busyPoll
    }
}
