/// Serial numbers in the one form that Aura writes: lower-case hexadecimal, two digits a byte, no leading zero byte.
enum SerialNumber {
    /// A random positive serial number of ``PKILimits/issuedSerialBytes`` bytes.
    static func random() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        var bytes = (0..<PKILimits.issuedSerialBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        // The top bit clear keeps the ASN.1 integer positive; the next one set keeps its length.
        bytes[0] = bytes[0] & 0x7F | 0x40
        return bytes
    }

    static func hex(_ bytes: some Collection<UInt8>) -> String {
        Hex.encode(bytes.drop { $0 == 0 })
    }

    /// The canonical form of a serial number as people write it: any case, `:` between bytes allowed.
    static func canonical(_ text: String) -> String? {
        guard let bytes = Hex.decode(text.utf8.filter { $0 != UInt8(ascii: ":") }) else { return nil }
        let significant = bytes.drop { $0 == 0 }
        return (1...PKILimits.maximumSerialBytes).contains(significant.count) ? hex(significant) : nil
    }
}
