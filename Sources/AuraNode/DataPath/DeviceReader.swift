internal import AuraTunnel
internal import AuraWire
internal import Logging
internal import Synchronization

/// The way from one queue of the device to the links: reads what is there and sends it.
///
/// Its own thread does so whenever there is something. A thread that has just written to the device may do so, too: what a
/// packet is answered with is often there at once, and need not wait until another thread has woken up.
final class DeviceReader: Sendable {
    /// Packets read at once.
    private static let capacity = 128
    /// Their bytes, besides one of the longest.
    private static let bytes = 1 << 16

    private struct State: ~Copyable {
        var sender: PacketSender
        var packets: PacketBatch
    }

    private let device: any PacketDevice
    private let counters: TrafficCounters
    private let logger: Logger
    /// Whoever reads sends before another reads, so that packets stay in order.
    private let state: Mutex<State>

    init(device: any PacketDevice, counters: TrafficCounters, sender: consuming PacketSender, logger: Logger) {
        self.device = device
        self.counters = counters
        self.logger = logger
        // Room for many small packets, or for a super-packet or two: more would make the memory that they lie in colder.
        let headroom = max(device.headroom, PayloadKind.longestPrefix)
        let packets = PacketBatch(
            capacity: Self.capacity, bytes: Self.bytes + device.mtu + headroom, headroom: headroom)
        state = Mutex(State(sender: sender, packets: packets))
    }

    /// Runs until the device is closed or gone; returns what it was if not closed.
    func run() -> DeviceError? {
        do throws(DeviceError) {
            while try device.wait() {
                try state.withLock { state throws(DeviceError) in
                    while try pass(&state) {}
                }
            }
            return nil
        } catch {
            logger.critical("The TUN device cannot be read", metadata: ["error": "\(error)"])
            return error
        }
    }

    /// Sends what is there now, unless somebody is at it. What goes wrong, the reader's own thread will meet, too.
    func turnAround() {
        _ = state.withLockIfAvailable { state in try? pass(&state) }
    }

    /// Reads once and sends that; true when there was more than the batch holds.
    private func pass(_ state: inout State) throws(DeviceError) -> Bool {
        state.packets.removeAll()
        _ = try device.read(into: &state.packets, waiting: false)
        guard state.packets.count > 0 else { return false }
        var tally = TrafficTally()
        state.sender.send(&state.packets, tally: &tally)
        counters.add(tally)
        return !state.packets.hasRoom(for: device.mtu)
    }
}
