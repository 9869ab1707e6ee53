#if os(macOS)
    public import AuraWire
    internal import CAura
    internal import Darwin
    internal import Synchronization

    /// A macOS utun device. It has one queue and puts a 4-byte family header before each packet.
    ///
    /// Unsafe code, and why it is sound: system calls get pointers that whoever calls keeps for the length of one call,
    /// and the descriptors live as long as the object whose methods use them.
    public final class Tun: PacketDevice {
        /// The interface's name as the kernel reports it.
        public let name: String
        /// The longest packet in bytes, from the options.
        public let mtu: Int
        /// None is needed: the family header is read with the packet.
        public let headroom = 0
        /// macOS has no offloads for utun.
        public let offloads: DeviceOffloads = []
        /// None was asked for.
        public let refusals: [String] = []
        /// There are no virtio headers.
        let state: OffloadState? = nil
        private let writers = WriterPool()
        private let queue: OwnedDescriptor
        private let wakeupReader: OwnedDescriptor
        private let wakeupWriter: OwnedDescriptor
        private let closed = Atomic(false)

        /// Makes a new utun device; a name that is not `utunN` lets the kernel choose.
        public static func open(_ options: TunOptions = TunOptions()) throws(DeviceError) -> Tun {
            try Tun(options)
        }

        /// utun has one queue; `count` is a wish that this system cannot grant.
        public static func openQueues(_ count: Int, _ options: TunOptions = TunOptions()) throws(DeviceError) -> [Tun] {
            [try Tun(options)]
        }

        private init(_ options: TunOptions) throws(DeviceError) {
            var actual = [CChar](repeating: 0, count: Int(AURA_INTERFACE_NAME_SIZE))
            let opened = aura_utun_open(Utun.unit(ofName: options.name) ?? -1, &actual)
            guard opened >= 0 else { throw Self.openError(-opened, options.name) }
            queue = OwnedDescriptor(taking: opened)
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else { throw .system(operation: "pipe", errno: errno) }
            wakeupReader = OwnedDescriptor(taking: ends[0])
            wakeupWriter = OwnedDescriptor(taking: ends[1])
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            name = String(decoding: actual.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            mtu = options.mtu
        }

        /// Appends packets; see `PacketDevice.read`.
        public func read(into batch: inout PacketBatch, waiting: Bool) throws(DeviceError) -> Bool {
            let room = mtu + Utun.headerLength
            guard batch.count > 0 || batch.hasRoom(for: room) else {
                throw .batchTooSmall(needed: room + batch.headroom)
            }
            while !closed.load(ordering: .acquiring) {
                if try drain(into: &batch, room: room) || !waiting { return true }
                try poll()
            }
            return false
        }

        /// Blocks until there is something to read; see `PacketDevice.wait`.
        public func wait() throws(DeviceError) -> Bool {
            while !closed.load(ordering: .acquiring) {
                if try poll() { return true }
            }
            return false
        }

        /// Writes packets, one system call each; see `PacketDevice.write`.
        public func write(_ packets: inout PacketBatch) throws(DeviceError) -> DeviceWriteResult {
            try writers.write(&packets, to: self)
        }

        /// Wakes readers and refuses writes from here on.
        public func close() {
            closed.store(true, ordering: .releasing)
            var signal: UInt8 = 1
            _ = retryingSystemCall { Darwin.write(wakeupWriter.number, &signal, 1) }
        }

        private func drain(into batch: inout PacketBatch, room: Int) throws(DeviceError) -> Bool {
            var status = 1
            let before = batch.count
            while status > 0, batch.hasRoom(for: room) {
                let index = batch.count
                batch.append(upTo: room) { span in
                    span.withUnsafeMutableBytes { bytes in
                        status = retryingSystemCall { Darwin.read(queue.number, bytes.baseAddress, bytes.count) }
                    }
                    return status > Utun.headerLength ? status : 0
                }
                if batch.count > index { batch.narrow(at: index, to: Utun.headerLength..<status) }
            }
            if status < 0, status != -Int(EAGAIN) { throw failure("read", Int32(-status)) }
            return batch.count > before || !batch.hasRoom(for: room)
        }

        /// Waits; true when there is something to read, false when it is to be asked again.
        @discardableResult
        private func poll() throws(DeviceError) -> Bool {
            var polled = [
                pollfd(fd: queue.number, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wakeupReader.number, events: Int16(POLLIN), revents: 0),
            ]
            let status = retryingSystemCall { Int(Darwin.poll(&polled, 2, -1)) }
            guard status >= 0 else { throw .system(operation: "poll", errno: Int32(-status)) }
            if polled[0].revents & Int16(POLLERR | POLLNVAL) != 0 { throw .removed(name) }
            return polled[0].revents & Int16(POLLIN) != 0
        }

        private func failure(_ operation: String, _ error: Int32) -> DeviceError {
            [ENXIO, ENODEV, EBADF].contains(error)
                ? .removed(name) : .system(operation: "\(operation) on \(name)", errno: error)
        }

        private static func openError(_ error: Int32, _ name: String) -> DeviceError {
            switch error {
            case EPERM, EACCES: .notPermitted
            case EBUSY: .busy(name)
            default: .system(operation: "opening utun", errno: error)
            }
        }
    }

    extension Tun: FrameSink {
        /// Writes a packet, which is one piece, behind its family header.
        func put(_ pieces: UnsafeBufferPointer<iovec>) -> Int {
            guard !closed.load(ordering: .acquiring) else { return -Int(ENOBUFS) }
            guard let packet = pieces.first, let first = packet.iov_base?.load(as: UInt8.self),
                var header = Utun.header(forPacketBeginning: first)
            else { return -Int(EINVAL) }
            return withUnsafeMutableBytes(of: &header) { header in
                let parts = [iovec(iov_base: header.baseAddress, iov_len: header.count), packet]
                return retryingSystemCall { writev(queue.number, parts, 2) }
            }
        }

        func loss(_ error: Int32) throws(DeviceError) -> FrameLoss {
            switch error {
            case EINVAL, EAFNOSUPPORT: return .malformed
            case ENOBUFS, EAGAIN, ENOMEM, EIO: return .refused
            default: throw failure("write", error)
            }
        }
    }
#endif
