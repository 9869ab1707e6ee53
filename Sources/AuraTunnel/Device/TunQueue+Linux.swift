#if os(Linux)
    internal import CAura
    internal import Glibc

    /// One queue of a TUN device as the kernel has just opened it.
    struct TunQueue: ~Copyable {
        /// The interface's name as the kernel reports it.
        let name: String
        let descriptor: OwnedDescriptor

        /// Opens a queue of the interface `name`; `flags` are those of `aura_tun_open`.
        static func open(_ name: String, flags: Int32) throws(DeviceError) -> TunQueue {
            guard InterfaceName.isValid(name) else { throw .invalidName(name) }
            var actual = [CChar](repeating: 0, count: Int(AURA_INTERFACE_NAME_SIZE))
            let opened = aura_tun_open(name, flags, &actual)
            guard opened >= 0 else { throw error(-opened, name) }
            let text = String(decoding: actual.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            return TunQueue(name: text, descriptor: OwnedDescriptor(taking: opened))
        }

        /// Asks for as many offloads as the kernel grants, the most wanted first; says what it has refused.
        borrowing func negotiateOffloads() -> OffloadState {
            var refusals: [String] = []
            for (wanted, name) in Self.offers {
                let status = aura_tun_set_offloads(descriptor.number, Int32(wanted.rawValue))
                if status >= 0 { return OffloadState(wanted, refusals: refusals) }
                refusals.append("\(name) (error \(-status))")
            }
            return OffloadState([], refusals: refusals)
        }

        /// What is asked for one after the other, and what is gone when it is refused.
        private static let offers: [(DeviceOffloads, String)] = [
            (.all, "UDP super-packets, which need Linux 6.2"), ([.checksum, .tcp], "TCP super-packets"),
            (.checksum, "packets with partial checksums"),
        ]

        private static func error(_ number: Int32, _ name: String) -> DeviceError {
            switch number {
            case EPERM, EACCES: .notPermitted
            case EBUSY: .busy(name)
            case ENOENT, ENODEV, ENXIO: .noTunDriver
            default: .system(operation: "opening TUN device \(name)", errno: number)
            }
        }
    }
#endif
