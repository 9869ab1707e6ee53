public import AuraWire

/// The plans of the system that this runs on.
extension InterfacePlan {
    /// A server's interface: its own addresses, and the pools behind it.
    public func serverChanges(_ own: InnerAddresses, pools: [CIDR]) -> [HostChange] {
        #if os(macOS)
            darwinServer(own, pools: pools)
        #else
            linuxServer(own, pools: pools)
        #endif
    }

    /// A client's interface: its addresses, and the routes of its split. `outer` matters on macOS only.
    public func clientChanges(_ own: InnerAddresses, server: InnerAddresses, rules: SplitRules, outer: OuterPath)
        -> [HostChange]
    {
        #if os(macOS)
            darwinClient(own, server: server, rules: rules, outer: outer)
        #else
            linuxClient(own, server: server, rules: rules)
        #endif
    }
}
