internal import NIOCore
internal import Synchronization

/// Buffers for outgoing frames, kept for use again, so that idle links hold none.
final class BufferPool: Sendable {
    private let spare = Mutex<[ByteBuffer]>([])

    /// An empty buffer with room for ``TCPLimits/chunkBytes``.
    func take() -> ByteBuffer {
        spare.withLock { $0.popLast() } ?? ByteBufferAllocator().buffer(capacity: TCPLimits.chunkBytes)
    }

    /// Keeps a buffer that its owner is done with, if there is room, and leaves an empty one in its place.
    func give(_ buffer: inout ByteBuffer) {
        var spent = ByteBuffer()
        swap(&spent, &buffer)
        // Should somebody still hold the bytes, this makes new ones: correct, and merely slower.
        spent.clear()
        spare.withLock { spare in
            if spare.count < TCPLimits.sparedBuffers { spare.append(spent) }
        }
    }
}
