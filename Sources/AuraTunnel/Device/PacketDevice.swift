public import AuraWire

/// One queue of a network interface that hands raw IP packets to this process and takes them from it.
///
/// How it is meant to be used: one thread reads and runs each batch to its end; any thread may write, each with a batch of its
/// own. What is left open for later, so that no caller has to change:
///
/// - *More queues*: a device with n queues is n values with one `name`, one for each reader thread.
/// - *Offload headers*: a queue that speaks virtio-net headers reads them into the batch's headroom, narrows the packet past
///   them, and describes a super-packet (segment size, partial checksum) in its `PacketBatch.Entry`; writing does the reverse.
///   A super-packet is one entry; a device without the offload refuses what it cannot carry, counted in `DeviceWriteResult`.
public protocol PacketDevice: AnyObject, Sendable {
    /// The interface's name as the system knows it.
    var name: String { get }

    /// The longest packet in bytes that a read may deliver.
    var mtu: Int { get }

    /// Appends the packets that are there, as many as fit.
    ///
    /// When there are none, `waiting` says whether to block for the first, or to return at once with nothing added.
    /// Returns false when the device was closed and nothing was added. Throws `DeviceError.batchTooSmall` when not even one
    /// packet would fit into an empty batch.
    func read(into batch: inout PacketBatch, waiting: Bool) throws(DeviceError) -> Bool

    /// Writes every packet of the batch that is not dropped; the batch stays as it is.
    ///
    /// A packet that the system refuses is counted and does not stop the others.
    func write(_ packets: inout PacketBatch) throws(DeviceError) -> DeviceWriteResult

    /// Ends the device's use: readers wake and return false, writes refuse everything. May be called more than once, from any
    /// thread. An interface that this process made goes away when the last reference to its queues does.
    func close()
}
