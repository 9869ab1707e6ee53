import AuraWire

/// A ping of 84 bytes: an IPv4 packet (RFC 791) with an ICMP echo request (RFC 792), which any kernel answers.
struct EchoRequest {
    /// Its length in bytes.
    static let length = 84
    private static let headerLength = 20

    let source: IPv4Address
    let destination: IPv4Address
    let sequence: UInt16

    /// Writes it to the front of `output`, which has ``length`` bytes.
    func write(to output: inout MutableSpan<UInt8>) {
        for index in 0..<Self.length { output[index] = 0 }
        output[0] = 0x45
        Self.put(UInt16(Self.length), at: 2, in: &output)
        output[8] = 64
        output[9] = 1
        Self.put(source, at: 12, in: &output)
        Self.put(destination, at: 16, in: &output)
        Self.put(Self.checksum(of: output, 0..<Self.headerLength), at: 10, in: &output)
        output[Self.headerLength] = 8
        Self.put(sequence, at: Self.headerLength + 6, in: &output)
        Self.put(
            Self.checksum(of: output, Self.headerLength..<Self.length), at: Self.headerLength + 2, in: &output)
    }

    private static func put(_ number: UInt16, at offset: Int, in output: inout MutableSpan<UInt8>) {
        output[offset] = UInt8(number >> 8)
        output[offset + 1] = UInt8(number & 0xff)
    }

    private static func put(_ address: IPv4Address, at offset: Int, in output: inout MutableSpan<UInt8>) {
        put(UInt16(address.bits >> 16), at: offset, in: &output)
        put(UInt16(address.bits & 0xffff), at: offset + 2, in: &output)
    }

    /// The Internet checksum (RFC 1071).
    private static func checksum(of bytes: borrowing MutableSpan<UInt8>, _ range: Range<Int>) -> UInt16 {
        var sum: UInt32 = 0
        for index in range { sum += index % 2 == 0 ? UInt32(bytes[index]) << 8 : UInt32(bytes[index]) }
        while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
        return ~UInt16(sum)
    }
}
