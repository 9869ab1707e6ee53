#if os(Linux)
    /// What this host can do.
    public enum HostSupport {
        /// True when a new interface can have IPv6 addresses; containers often have that switched off, and then a plan with an
        /// inner IPv6 address would fail.
        public static var hasIPv6: Bool {
            guard let text = try? StateFile.readSystem("/proc/sys/net/ipv6/conf/default/disable_ipv6") else {
                return false
            }
            return text.first == UInt8(ascii: "0")
        }
    }
#endif
