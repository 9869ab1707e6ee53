/// One owned block of memory for packets.
///
/// Unsafe code, and why it is sound: the pointer is made here, never escapes except to the closures below, is given back
/// once, in the way it was made, by `deinit` of a type that cannot be copied, and every range is checked against the block
/// before it is used. The bytes of a mapping are zero from the start and count as initialized.
@usableFromInline
struct Slab: ~Copyable, @unchecked Sendable {
    /// From this size on, in bytes, a block is mapped; mapping a smaller one costs more than filling it.
    private static let smallestMapping = 65_536

    /// The block, aligned to 4,096 bytes at least.
    @usableFromInline let memory: UnsafeMutableRawBufferPointer
    private let isMapped: Bool

    /// Allocates `count` bytes, all zero. Pages of a large block cost nothing until they are touched.
    init(count: Int) {
        if count >= Self.smallestMapping, let mapping = Self.map(count) {
            memory = mapping
            isMapped = true
        } else {
            memory = .allocate(byteCount: max(count, 1), alignment: 4096)
            memory.initializeMemory(as: UInt8.self, repeating: 0)
            isMapped = false
        }
    }

    deinit {
        if isMapped { Self.unmap(memory) } else { memory.deallocate() }
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
