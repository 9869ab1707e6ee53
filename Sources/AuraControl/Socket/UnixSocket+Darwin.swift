#if canImport(Darwin)
    import Foundation

    extension UnixSocket {
        /// A stream socket that neither blocks nor reaches child processes, or nil with `errno` set.
        static func open() -> OwnedDescriptor? {
            let raw = socket(AF_UNIX, SOCK_STREAM, 0)
            guard raw >= 0 else { return nil }
            _ = fcntl(raw, F_SETFD, FD_CLOEXEC)
            _ = fcntl(raw, F_SETFL, O_NONBLOCK)
            return OwnedDescriptor(owning: raw)
        }

        /// Darwin has no such way; the mode is set between `bind` and `listen`.
        static func narrowBeforeBind(_: borrowing OwnedDescriptor) {}
    }
#endif
