internal import AuraTunnel
internal import Logging

/// The queues of a node's TUN device.
struct DeviceQueues: Sendable {
    private let queues: [Tun]

    /// Makes the device; more than one queue only where there is a use for them.
    static func open(_ options: TunOptions, count: Int = 1, logger: Logger) throws(NodeError) -> DeviceQueues {
        do throws(DeviceError) {
            let queues = count > 1 ? try Tun.openQueues(count, options) : [try Tun.open(options)]
            if let first = queues.first, !first.refusals.isEmpty {
                logger.notice(
                    "The kernel refuses offloads of the TUN device; going on without",
                    metadata: ["refused": "\(first.refusals.joined(separator: ", "))"])
            }
            return DeviceQueues(queues: queues)
        } catch {
            throw .device(error)
        }
    }

    /// The interface's name.
    var name: String { queues[0].name }

    /// Queues, at least one.
    var count: Int { queues.count }

    /// What the kernel does for us now, for status.
    var offloads: [String] { queues[0].offloads.names }

    /// Ends the use of all queues.
    func close() {
        for queue in queues { queue.close() }
    }

    /// Makes a reader and what it sends with for each queue.
    func lanes(counters: TrafficCounters, logger: Logger, makeSender: () -> PacketSender) -> [DeviceLane] {
        queues.map { queue in
            DeviceLane(
                device: queue,
                reader: DeviceReader(device: queue, counters: counters, sender: makeSender(), logger: logger))
        }
    }
}

/// One queue of the device with both ways through it: workers write to it, and its reader sends what comes out.
///
/// The kernel reads the answers to what was written to a queue from the same queue.
struct DeviceLane: Sendable {
    let device: any PacketDevice
    let reader: DeviceReader
}

extension [DeviceLane] {
    /// The lane for the worker of this number.
    subscript(worker worker: Int) -> DeviceLane { self[worker % count] }

    /// Starts a thread for each lane.
    func startReaders(telling failure: Failure) -> [WorkerThread] {
        enumerated().map { number, lane in
            WorkerThread(name: number == 0 ? "aura-tun" : "aura-tun-\(number)") {
                if let error = lane.reader.run() { failure.set(.device(error)) }
            }
        }
    }
}
