internal import AuraWire

/// Loads are checked against the end of the span, and of types of which any bits are a value; so they are safe.
extension RawSpan {
    @inline(__always)
    func byte(_ offset: Int) -> UInt8 { unsafeLoad(fromByteOffset: offset, as: UInt8.self) }

    @inline(__always)
    func word16(_ offset: Int) -> UInt16 { unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self) }

    @inline(__always)
    func word32(_ offset: Int) -> UInt32 { unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self) }

    @inline(__always)
    func word64(_ offset: Int) -> UInt64 { unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self) }

    @inline(__always)
    func bigEndian16(_ offset: Int) -> UInt16 { word16(offset).bigEndian }

    /// The bytes of one packet of a batch whose memory this is.
    @inline(__always)
    @_lifetime(copy self)
    func packet(_ entry: PacketBatch.Entry) -> RawSpan {
        extracting(entry.offset..<(entry.offset + entry.length))
    }
}
