internal import Foundation
internal import NIOCore
internal import NIOPosix

/// A file of a site that is being sent. Reading happens on the thread pool, since a disk may let a reader wait, and an
/// event loop may not.
final class OpenFile: Sendable {
    private let descriptor: Int32
    /// Held for as long as the file is open, and given back with it.
    private let permit: Permit

    /// Takes over an open descriptor.
    init(owning descriptor: Int32, permit: Permit) {
        self.descriptor = descriptor
        self.permit = permit
    }

    deinit {
        close(descriptor)
    }

    /// Up to `count` bytes from `offset`; fewer, or none, only where the file ends.
    func read(at offset: Int64, upTo count: Int) async throws -> ByteBuffer {
        try await NIOThreadPool.singleton.runIfActive { try self.readNow(at: offset, upTo: count) }
    }

    private func readNow(at offset: Int64, upTo count: Int) throws -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: count)
        // Sound: pread writes at most `count` bytes, and the closure is given room for at least that many.
        try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { room in
            while true {
                let read = pread(descriptor, room.baseAddress, count, off_t(offset))
                if read >= 0 { return read }
                guard errno == EINTR else { throw IOError(errnoCode: errno, reason: "pread") }
            }
        }
        return buffer
    }
}
