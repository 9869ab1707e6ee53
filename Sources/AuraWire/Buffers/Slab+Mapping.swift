#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

extension Slab {
    /// A private mapping of zeros, `nil` when the kernel refuses.
    static func map(_ count: Int) -> UnsafeMutableRawBufferPointer? {
        let start = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
        guard let start, start != UnsafeMutableRawPointer(bitPattern: -1) else { return nil }
        return UnsafeMutableRawBufferPointer(start: start, count: count)
    }

    /// Gives back what `map` returned.
    static func unmap(_ mapping: UnsafeMutableRawBufferPointer) {
        munmap(mapping.baseAddress, mapping.count)
    }
}
