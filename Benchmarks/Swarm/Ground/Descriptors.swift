import AuraLab
import Glibc

/// Open files and sockets of this process.
enum Descriptors {
    /// A link takes a socket and what wakes its thread; the rest is room for everything else.
    private static let ofClient = 4
    private static let others = 1_024

    /// Sees to it that the system gives out as many as so many clients need.
    static func allow(for clients: Int) throws {
        let wanted = rlim_t(clients * ofClient + others)
        var limits = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else {
            throw SystemFailure("ask how many files may be open")
        }
        guard limits.rlim_cur < wanted else { return }
        limits = rlimit(rlim_cur: wanted, rlim_max: max(wanted, limits.rlim_max))
        guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else {
            throw SystemFailure("open \(wanted) files at once")
        }
    }
}
