/// The numbers that mark what Aura adds to a host, so that it can be told from everything else.
public enum HostTag {
    /// The protocol of every route and rule (`ip route show proto 175`). No routing daemon's: those of FRR, which sweeps what
    /// it takes for its own leavings, are 11, 42 and 186 to 197.
    public static let routeProtocol = 175
    /// The routing table with all routes into the tunnel of a client.
    public static let routeTable = 51_886
    /// The priority of every rule: before main (32766).
    public static let rulePriority = 5_186
    /// The firewall mark (SO_MARK) of the outer traffic, which must not enter the tunnel that it carries.
    public static let outerMark: UInt32 = 0x6175_7261
}
