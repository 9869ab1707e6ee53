internal import CAura

/// Ends another thread's wait. It stays woken: there is no way back.
///
/// Sound because the descriptors are made here, never leave, and are closed once by `deinit` of a type that cannot be
/// copied.
struct Waker: ~Copyable, Sendable {
    /// Readable once woken.
    let readDescriptor: Int32
    private let writeDescriptor: Int32

    init() throws(SystemError) {
        var reader: Int32 = -1
        var writer: Int32 = -1
        try SystemCall.require("eventfd") { aura_waker_open(&reader, &writer) }
        readDescriptor = reader
        writeDescriptor = writer
    }

    deinit {
        _ = aura_close(readDescriptor)
        if writeDescriptor != readDescriptor { _ = aura_close(writeDescriptor) }
    }

    /// A full pipe or counter is as good as a wake, so nothing can go wrong that matters.
    func wake() {
        _ = SystemCall.run { aura_waker_wake(writeDescriptor) }
    }

    /// Does nothing for a while, or until woken.
    func pause(milliseconds: Int32) {
        _ = SystemCall.run { aura_udp_poll(-1, readDescriptor, milliseconds) }
    }
}
