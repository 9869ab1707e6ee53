internal import CAura

/// Where frames go: one packet each, behind a ``VirtioHeader`` if the device has those.
protocol FrameSink {
    /// The offloads of a device with virtio headers, `nil` for any other.
    var state: OffloadState? { get }

    /// Writes one frame, which is in these pieces; returns a negated errno, or anything else.
    func put(_ pieces: UnsafeBufferPointer<iovec>) -> Int

    /// Whose fault an errno of `put` is; throws when nothing can be written any more.
    func loss(_ error: Int32) throws(DeviceError) -> FrameLoss
}

/// Why a frame was not written.
enum FrameLoss {
    /// The system calls it malformed.
    case malformed
    /// The system has no room for it, or does not want any now.
    case refused
}
