#if os(macOS)
    internal import Darwin

    extension HostResolver {
        /// Asking for one socket type keeps the list free of repetitions.
        static var datagramSocketType: Int32 { SOCK_DGRAM }
    }
#endif
