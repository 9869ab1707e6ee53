#if os(Linux)
    import Foundation

    extension UnixSocket {
        /// A stream socket that neither blocks nor reaches child processes, or nil with `errno` set.
        static func open() -> OwnedDescriptor? {
            let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
            let raw = socket(AF_UNIX, kind, 0)
            return raw >= 0 ? OwnedDescriptor(owning: raw) : nil
        }

        /// Linux gives the file that `bind` makes the mode of the socket itself, less the umask: set here, the file
        /// never has a wider one.
        static func narrowBeforeBind(_ socket: borrowing OwnedDescriptor) {
            _ = fchmod(socket.raw, UnixSocket.mode)
        }
    }
#endif
