#if os(Linux)
    import Foundation
    import Glibc

    /// A socket in a namespace, closed when the test lets go of it. It may be used from anywhere.
    ///
    /// Unsafe code, and why it is sound: the kernel gets pointers to values and arrays for the length of one call each.
    final class NamespaceSocket: Sendable {
        let descriptor: Int32

        /// Makes an IPv4 or IPv6 socket of `type` in the namespace.
        init(_ namespace: Namespace, isIPv6: Bool, type: __socket_type) throws {
            let family = isIPv6 ? AF_INET6 : AF_INET
            descriptor = Self.entering(namespace.name) { socket(family, Int32(type.rawValue), 0) }
            guard descriptor >= 0 else { throw ToolFailure(text: "socket: errno \(-descriptor)") }
            // Nothing here takes that long; a test that waits in vain is to fail, not to hang.
            var limit = timeval(tv_sec: 20, tv_usec: 0)
            for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
                setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
            }
        }

        private init(accepted descriptor: Int32) { self.descriptor = descriptor }

        deinit { close(descriptor) }

        /// Runs `body` on a thread of its own, because a thread that has entered a namespace stays there.
        private static func entering(_ namespace: String, _ body: @escaping @Sendable () -> Int32) -> Int32 {
            typealias Enter = @convention(c) (Int32, Int32) -> Int32
            nonisolated(unsafe) var result = -ENOSYS
            let done = DispatchSemaphore(value: 0)
            Thread {
                let file = open("/run/netns/\(namespace)", O_RDONLY)
                // Not among the functions that Swift sees.
                if let symbol = dlsym(nil, "setns") {
                    let enter = unsafeBitCast(symbol, to: Enter.self)
                    result = enter(file, 0) == 0 ? body() : -errno
                }
                close(file)
                done.signal()
            }.start()
            done.wait()
            return result
        }

        /// Binds to the address, or connects to it.
        func attach(_ call: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32, _ address: String, _ port: UInt16)
            throws
        {
            let status: Int32
            if address.contains(":") {
                var name = sockaddr_in6()
                (name.sin6_family, name.sin6_port) = (UInt16(AF_INET6), port.bigEndian)
                inet_pton(AF_INET6, address, &name.sin6_addr)
                status = Self.with(&name) { call(descriptor, $0, $1) }
            } else {
                var name = sockaddr_in()
                (name.sin_family, name.sin_port) = (UInt16(AF_INET), port.bigEndian)
                inet_pton(AF_INET, address, &name.sin_addr)
                status = Self.with(&name) { call(descriptor, $0, $1) }
            }
            guard status == 0 else { throw ToolFailure(text: "\(address): errno \(errno)") }
        }

        private static func with<Name>(_ name: inout Name, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32)
            -> Int32
        {
            withUnsafePointer(to: &name) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    body($0, socklen_t(MemoryLayout<Name>.size))
                }
            }
        }

        func set(_ level: Int32, _ option: Int32, _ value: Int32) throws {
            var value = value
            guard setsockopt(descriptor, level, option, &value, 4) == 0 else {
                throw ToolFailure(text: "socket option \(option): errno \(errno)")
            }
        }

        func accept() throws -> NamespaceSocket {
            let accepted = Glibc.accept(descriptor, nil, nil)
            guard accepted >= 0 else { throw ToolFailure(text: "accept: errno \(errno)") }
            return NamespaceSocket(accepted: accepted)
        }

        /// Sends all of the bytes, as a stream or as one datagram.
        func send(_ bytes: [UInt8]) throws {
            var sent = 0
            while sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes { rest in
                    Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { throw ToolFailure(text: "send: errno \(errno)") }
                sent += count
            }
        }

        /// What is there of a stream, or one datagram; empty at the end.
        func receive() throws -> [UInt8] {
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &bytes, bytes.count, 0)
            guard count >= 0 else { throw ToolFailure(text: "recv: errno \(errno)") }
            return Array(bytes[..<count])
        }
    }
#endif
