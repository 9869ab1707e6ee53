#if os(Linux)
    public import AuraWire
    internal import CAura
    internal import Glibc
    internal import Synchronization

    /// One queue of a Linux TUN device.
    ///
    /// Unsafe code, and why it is sound: `put` hands the kernel pointers that its caller keeps for the length of the
    /// call; a read begins at most `headroom` bytes before the span it was lent, where the batch, checked to have that
    /// headroom, has memory that nobody uses; both descriptors live exactly as long as the object whose methods use
    /// them.
    public final class Tun: PacketDevice {
        /// The interface's name as the kernel reports it.
        public let name: String
        /// The longest packet in bytes: that of the options, or 65,535 with offloads; nothing longer is read whole.
        public let mtu: Int
        /// 10 with offloads, for the virtio header, else 0.
        public let headroom: Int
        let state: OffloadState?
        /// What was refused when there is no `state` to know it.
        private let openingRefusals: [String]
        private let queue: TunQueue
        private let wakeup: OwnedDescriptor
        private let busyPollNanoseconds: Int64
        private let closed = Atomic(false)
        private let writers = WriterPool()

        private init(
            _ queue: consuming TunQueue, _ options: TunOptions, _ state: OffloadState?, _ openingRefusals: [String] = []
        ) throws(DeviceError) {
            let event = aura_wakeup_create()
            guard event >= 0 else { throw .system(operation: "eventfd", errno: -event) }
            wakeup = OwnedDescriptor(taking: event)
            name = queue.name
            self.queue = queue
            self.state = state
            self.openingRefusals = openingRefusals
            mtu = state == nil ? options.mtu : TunOptions.mtuRange.upperBound
            headroom = state == nil ? 0 : VirtioHeader.length
            busyPollNanoseconds = Int64(options.busyPoll / .nanoseconds(1))
        }

        /// The offloads that are in force now.
        public var offloads: DeviceOffloads { state?.offloads ?? [] }

        /// What the kernel has refused so far.
        public var refusals: [String] { state?.refusals ?? openingRefusals }

        /// Blocks until there is something to read; see `PacketDevice.wait`.
        public func wait() throws(DeviceError) -> Bool {
            while !closed.load(ordering: .acquiring) {
                if try isReadable() { return true }
            }
            return false
        }

        /// Appends packets; see `PacketDevice.read`.
        public func read(into batch: inout PacketBatch, waiting: Bool) throws(DeviceError) -> Bool {
            guard batch.headroom >= headroom, batch.count > 0 || batch.hasRoom(for: mtu) else {
                throw .batchTooSmall(needed: mtu + max(batch.headroom, headroom))
            }
            while !closed.load(ordering: .acquiring) {
                if try drain(into: &batch) || !waiting { return true }
                _ = try isReadable()
            }
            return false
        }

        /// Writes packets, several of a flow together where they can; see `PacketDevice.write`.
        public func write(_ packets: inout PacketBatch) throws(DeviceError) -> DeviceWriteResult {
            guard closed.load(ordering: .acquiring) else { return try writers.write(&packets, to: self) }
            var result = DeviceWriteResult()
            for entry in packets.entries where entry.length > 0 { result.refused += 1 }
            return result
        }

        /// Wakes readers and refuses writes from here on.
        public func close() {
            closed.store(true, ordering: .releasing)
            _ = aura_wakeup_signal(wakeup.number)
        }

        /// Waits; true when there is something to read, false when it is to be asked again.
        private func isReadable() throws(DeviceError) -> Bool {
            let seen = aura_tun_wait(queue.descriptor.number, wakeup.number, busyPollNanoseconds)
            guard seen >= 0 else {
                guard seen == -EINTR else { throw .system(operation: "poll", errno: -seen) }
                return false
            }
            // How the driver reports a removed interface. Seen here at once, it cannot become a loop of polls and vain
            // reads.
            if seen & AURA_TUN_GONE != 0 { throw .removed(name) }
            return seen & AURA_TUN_READABLE != 0
        }

        /// Reads until the queue is empty or the batch full; true when there is no point in waiting.
        private func drain(into batch: inout PacketBatch) throws(DeviceError) -> Bool {
            var status = 1
            let before = batch.count
            while status > 0, batch.hasRoom(for: mtu) {
                var offload: Offload? = Offload.none
                let isAppended = batch.append(upTo: mtu) { span in
                    status = readOne(&span)
                    let length = status - headroom
                    if length > 0, headroom > 0 { offload = self.offload(of: &span, length) }
                    return max(length, 0)
                }
                guard isAppended, status > headroom else { continue }
                if let offload {
                    batch.entries[batch.count - 1].offload = offload
                } else {
                    batch.drop(at: batch.count - 1)
                }
            }
            if status < 0, status != -Int(EAGAIN) { throw failure("read", Int32(-status)) }
            return batch.count > before || !batch.hasRoom(for: mtu)
        }

        /// Reads into the span and, the header, into the headroom in front of it; returns the bytes of both.
        private func readOne(_ span: inout MutableSpan<UInt8>) -> Int {
            span.withUnsafeMutableBytes { bytes in
                let start = bytes.baseAddress.map { $0 - headroom }
                return retryingSystemCall {
                    Glibc.read(queue.descriptor.number, start, bytes.count + headroom)
                }
            }
        }

        /// What the header in front of the packet says; `nil` when it makes no sense.
        private func offload(of span: inout MutableSpan<UInt8>, _ length: Int) -> Offload? {
            span.withUnsafeMutableBytes { bytes -> Offload? in
                guard let base = bytes.baseAddress else { return nil }
                let header = VirtioHeader(UnsafeRawBufferPointer(start: base - headroom, count: headroom).bytes)
                var packet = MutableSpan<UInt8>(
                    _unsafeElements: UnsafeMutableRawBufferPointer(start: base, count: length)
                        .assumingMemoryBound(to: UInt8.self))
                return header?.offload(of: &packet)
            }
        }

        private func failure(_ operation: String, _ error: Int32) -> DeviceError {
            [EIO, ENODEV, EBADFD].contains(error)
                ? .removed(name) : .system(operation: "\(operation) on \(name)", errno: error)
        }
    }

    extension Tun {
        /// Makes a new TUN device with one queue.
        ///
        /// Never attaches to an interface that exists: that is `DeviceError.busy`, and the interface stays as it is.
        public static func open(_ options: TunOptions = TunOptions()) throws(DeviceError) -> Tun {
            try openFirst(AURA_TUN_EXCLUSIVE, options)
        }

        /// Makes a new TUN device with `count` queues (at least one), which the kernel spreads flows over.
        public static func openQueues(_ count: Int, _ options: TunOptions = TunOptions()) throws(DeviceError) -> [Tun] {
            let first = try openFirst(AURA_TUN_EXCLUSIVE | AURA_TUN_MULTI_QUEUE, options)
            let flags = AURA_TUN_MULTI_QUEUE | (first.state == nil ? 0 : AURA_TUN_VIRTIO_HEADER)
            var queues = [first]
            while queues.count < count {
                queues.append(try Tun(try TunQueue.open(first.name, flags: flags), options, first.state))
            }
            return queues
        }

        private static func openFirst(_ flags: Int32, _ options: TunOptions) throws(DeviceError) -> Tun {
            guard options.offload else { return try Tun(try TunQueue.open(options.name, flags: flags), options, nil) }
            let queue: TunQueue
            do throws(DeviceError) {
                queue = try TunQueue.open(options.name, flags: flags | AURA_TUN_VIRTIO_HEADER)
            } catch .system(_, EINVAL) {
                // Some that stand in for Linux have TUN devices without these headers.
                return try Tun(try TunQueue.open(options.name, flags: flags), options, nil, ["virtio headers"])
            }
            let state = queue.negotiateOffloads()
            return try Tun(queue, options, state)
        }
    }

    extension Tun: FrameSink {
        func put(_ pieces: UnsafeBufferPointer<iovec>) -> Int {
            retryingSystemCall { Glibc.writev(queue.descriptor.number, pieces.baseAddress, Int32(pieces.count)) }
        }

        func loss(_ error: Int32) throws(DeviceError) -> FrameLoss {
            switch error {
            case EINVAL: return .malformed
            // EIO is an interface that is down: it may come up again.
            case ENOBUFS, EAGAIN, ENOMEM, EIO: return .refused
            default: throw failure("write", error)
            }
        }
    }
#endif
