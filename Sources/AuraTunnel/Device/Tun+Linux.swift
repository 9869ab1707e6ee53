#if os(Linux)
    public import AuraWire
    internal import CAura
    internal import Glibc
    internal import Synchronization

    /// One queue of a Linux TUN device.
    ///
    /// Unsafe code, and why it is sound: `write` hands the kernel pointers into the batch's storage, checked against it, for
    /// the length of one call; both descriptors live exactly as long as the object whose methods use them.
    public final class Tun: PacketDevice {
        /// The interface's name as the kernel reports it.
        public let name: String
        /// The longest packet in bytes, from the options; nothing longer is read whole.
        public let mtu: Int
        private let queue: OwnedDescriptor
        private let wakeup: OwnedDescriptor
        private let closed = Atomic(false)

        /// Makes a new TUN device with one queue.
        ///
        /// Never attaches to an interface that exists: that is `DeviceError.busy`, and the interface stays as it is.
        public static func open(_ options: TunOptions = TunOptions()) throws(DeviceError) -> Tun {
            try Tun(name: options.name, mtu: options.mtu, flags: AURA_TUN_EXCLUSIVE)
        }

        /// Makes a new TUN device with `count` queues (at least one), which the kernel spreads flows over.
        public static func openQueues(_ count: Int, _ options: TunOptions = TunOptions()) throws(DeviceError) -> [Tun] {
            let first = try Tun(name: options.name, mtu: options.mtu, flags: AURA_TUN_EXCLUSIVE | AURA_TUN_MULTI_QUEUE)
            var queues = [first]
            while queues.count < count {
                queues.append(try Tun(name: first.name, mtu: options.mtu, flags: AURA_TUN_MULTI_QUEUE))
            }
            return queues
        }

        private init(name: String, mtu: Int, flags: Int32) throws(DeviceError) {
            guard InterfaceName.isValid(name) else { throw .invalidName(name) }
            var actual = [CChar](repeating: 0, count: Int(AURA_INTERFACE_NAME_SIZE))
            let opened = aura_tun_open(name, flags, &actual)
            guard opened >= 0 else { throw Self.openError(-opened, name) }
            queue = OwnedDescriptor(taking: opened)
            let event = aura_wakeup_create()
            guard event >= 0 else { throw .system(operation: "eventfd", errno: -event) }
            wakeup = OwnedDescriptor(taking: event)
            self.name = String(decoding: actual.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            self.mtu = mtu
        }

        /// Appends packets; see `PacketDevice.read`.
        public func read(into batch: inout PacketBatch, waiting: Bool) throws(DeviceError) -> Bool {
            guard batch.count > 0 || batch.hasRoom(for: mtu) else { throw .batchTooSmall(needed: mtu + batch.headroom) }
            while !closed.load(ordering: .acquiring) {
                if try drain(into: &batch) || !waiting { return true }
                try wait()
            }
            return false
        }

        /// Writes packets, one system call each; see `PacketDevice.write`.
        public func write(_ packets: inout PacketBatch) throws(DeviceError) -> DeviceWriteResult {
            let usable = !closed.load(ordering: .acquiring)
            return try packets.withStorage { memory, entries throws(DeviceError) in
                var result = DeviceWriteResult()
                for entry in entries where entry.length > 0 {
                    let range = entry.offset..<(entry.offset + entry.length)
                    let packet = UnsafeRawBufferPointer(rebasing: memory[range])
                    try account(usable ? writeOne(packet) : -Int(ENOBUFS), to: &result)
                }
                return result
            }
        }

        /// Wakes readers and refuses writes from here on.
        public func close() {
            closed.store(true, ordering: .releasing)
            _ = aura_wakeup_signal(wakeup.number)
        }

        /// Reads until the queue is empty or the batch full; true when there is no point in waiting.
        private func drain(into batch: inout PacketBatch) throws(DeviceError) -> Bool {
            var status = 1
            let before = batch.count
            while status > 0, batch.hasRoom(for: mtu) {
                batch.append(upTo: mtu) { span in
                    status = readOne(&span)
                    return max(status, 0)
                }
            }
            if status < 0, status != -Int(EAGAIN) { throw failure("read", Int32(-status)) }
            return batch.count > before || !batch.hasRoom(for: mtu)
        }

        private func readOne(_ span: inout MutableSpan<UInt8>) -> Int {
            span.withUnsafeMutableBytes { bytes in
                retryingSystemCall { Glibc.read(queue.number, bytes.baseAddress, bytes.count) }
            }
        }

        private func writeOne(_ packet: UnsafeRawBufferPointer) -> Int {
            retryingSystemCall { Glibc.write(queue.number, packet.baseAddress, packet.count) }
        }

        /// Blocks until the queue has a packet or an error, or the device is closed.
        private func wait() throws(DeviceError) {
            var polled = [
                pollfd(fd: queue.number, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wakeup.number, events: Int16(POLLIN), revents: 0),
            ]
            let status = retryingSystemCall { Int(poll(&polled, 2, -1)) }
            guard status >= 0 else { throw .system(operation: "poll", errno: Int32(-status)) }
            // How the driver reports a removed interface. Seen here at once, it cannot become a loop of polls and vain reads.
            if polled[0].revents & Int16(POLLERR | POLLNVAL) != 0 { throw .removed(name) }
        }

        private func account(_ status: Int, to result: inout DeviceWriteResult) throws(DeviceError) {
            switch Int32(clamping: -status) {
            case EINVAL: result.malformed += 1
            // EIO is an interface that is down: it may come up again.
            case ENOBUFS, EAGAIN, ENOMEM, EIO: result.refused += 1
            case let error where error > 0: throw failure("write", error)
            default:
                result.writtenPackets += 1
                result.writtenBytes += status
            }
        }

        private func failure(_ operation: String, _ error: Int32) -> DeviceError {
            [EIO, ENODEV, EBADFD].contains(error)
                ? .removed(name) : .system(operation: "\(operation) on \(name)", errno: error)
        }

        private static func openError(_ error: Int32, _ name: String) -> DeviceError {
            switch error {
            case EPERM, EACCES: .notPermitted
            case EBUSY: .busy(name)
            case ENOENT, ENODEV, ENXIO: .noTunDriver
            default: .system(operation: "opening TUN device \(name)", errno: error)
            }
        }
    }
#endif
