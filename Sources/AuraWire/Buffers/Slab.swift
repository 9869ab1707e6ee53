/// One owned block of memory for packets.
///
/// Unsafe code, and why it is sound: the pointer is allocated here, never escapes except to the closures below, is freed
/// once by `deinit` of a type that cannot be copied, and every range is checked against the block before it is used.
@usableFromInline
struct Slab: ~Copyable, @unchecked Sendable {
    /// The block, page aligned.
    @usableFromInline let memory: UnsafeMutableRawBufferPointer

    /// Allocates `count` bytes, all zero.
    init(count: Int) {
        memory = .allocate(byteCount: max(count, 1), alignment: 4096)
        memory.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit {
        memory.deallocate()
    }

    /// Size in bytes.
    @inlinable
    var count: Int { memory.count }

    /// Lends the bytes of `range` to `body`; a range outside the block is a programming error and traps.
    ///
    /// Not `mutating`, so that the one who owns the block can hold it in a constant; that owner lends it from mutating
    /// methods only, so nobody else looks at the bytes meanwhile.
    @inlinable
    func withBytes<R, E: Error>(
        _ range: Range<Int>, _ body: (inout MutableSpan<UInt8>) throws(E) -> R
    ) throws(E) -> R {
        precondition(range.lowerBound >= 0 && range.upperBound <= memory.count)
        let part = UnsafeMutableRawBufferPointer(rebasing: memory[range])
        var span = MutableSpan<UInt8>(_unsafeElements: part.assumingMemoryBound(to: UInt8.self))
        return try body(&span)
    }
}
