#if os(macOS)
    /// What this host can do.
    public enum HostSupport {
        /// True when a new interface can have IPv6 addresses: always, on macOS.
        public static var hasIPv6: Bool { true }
    }
#endif
