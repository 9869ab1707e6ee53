public import AuraWire

/// One queue of a network interface that hands raw IP packets to this process and takes them from it.
///
/// One thread reads and runs each batch to its end; any thread may write, each with a batch of its own. A device with n
/// queues is n values with one `name`, one for each reader thread.
///
/// Devices differ in what their system can leave undone of a packet (``offloads``). Readers take whatever comes, as
/// `PacketBatch.Entry.offload` describes it. Writers need not know: what the system cannot do of an entry is done here.
public protocol PacketDevice: AnyObject, Sendable {
    /// The interface's name as the system knows it.
    var name: String { get }

    /// The longest packet in bytes that a read may deliver: 65,535 where there are super-packets.
    var mtu: Int { get }

    /// Bytes in front of each packet that a batch for `read` needs at least; what they hold afterwards means nothing.
    var headroom: Int { get }

    /// The offloads that are in force now; they may become fewer when the system refuses one.
    var offloads: DeviceOffloads { get }

    /// What the system has refused of the offloads that were asked for, oldest first; a sentence each, for a log.
    var refusals: [String] { get }

    /// Blocks until there is something to read; false when the device was closed. One thread waits at a time, and what
    /// it waits for may have been read by another when it wakes.
    func wait() throws(DeviceError) -> Bool

    /// Appends the packets that are there, as many as fit: until there is no room for another of `mtu` bytes.
    ///
    /// When there are none, `waiting` says whether to block for the first, or to return at once with nothing added.
    /// Returns false when the device was closed and nothing was added. Throws `DeviceError.batchTooSmall` when not even
    /// one packet would fit into an empty batch. A packet that the system describes in a way that makes no sense is
    /// appended as dropped (length 0).
    func read(into batch: inout PacketBatch, waiting: Bool) throws(DeviceError) -> Bool

    /// Writes every packet of the batch that is not dropped; consecutive segments of a flow may go together.
    ///
    /// Packets of one flow are written in their order. Entries stay as they are, and so do packets without an offload;
    /// one with an offload may be finished in place, after which its bytes mean nothing. A packet that the system
    /// refuses, or that has no such offload, is counted and does not stop the others.
    func write(_ packets: inout PacketBatch) throws(DeviceError) -> DeviceWriteResult

    /// Ends the device's use: readers wake and return false, writes refuse everything. May be called more than once,
    /// from any thread. An interface that this process made goes away when the last reference to its queues does.
    func close()
}
