internal import AuraTunnel
internal import AuraWire
internal import Logging

/// The thread from the device to the links: reads what is there, sends it, and waits for more.
struct DeviceReader: ~Copyable, Sendable {
    /// Packets read at once.
    private static var capacity: Int { 128 }

    private let device: any PacketDevice
    private let counters: TrafficCounters
    private let logger: Logger
    private var sender: PacketSender
    private var packets: PacketBatch

    init(device: any PacketDevice, counters: TrafficCounters, sender: consuming PacketSender, logger: Logger) {
        self.device = device
        self.counters = counters
        self.logger = logger
        self.sender = sender
        packets = PacketBatch(capacity: Self.capacity, bytes: Self.capacity * (device.mtu + 1), headroom: 1)
    }

    /// Runs until the device is closed or gone; returns what it was if not closed.
    mutating func run() -> DeviceError? {
        while true {
            packets.removeAll()
            do throws(DeviceError) {
                guard try device.read(into: &packets, waiting: true) else { return nil }
            } catch {
                logger.critical("The TUN device cannot be read", metadata: ["error": "\(error)"])
                return error
            }
            var tally = TrafficTally()
            sender.send(&packets, tally: &tally)
            counters.add(tally)
        }
    }
}
