#if os(Linux)
    internal import Glibc

    extension HostResolver {
        /// Asking for one socket type keeps the list free of repetitions.
        static var datagramSocketType: Int32 { Int32(SOCK_DGRAM.rawValue) }
    }
#endif
