#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file descriptor with one owner; the end of the owner closes it.
struct OwnedDescriptor: ~Copyable, Sendable {
    /// The descriptor's number; not to be kept longer than the owner lives.
    let number: Int32

    /// Takes over a descriptor that nothing else closes.
    init(taking number: Int32) {
        self.number = number
    }

    deinit {
        _ = close(number)
    }
}
