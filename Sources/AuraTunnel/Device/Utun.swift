/// The parts of macOS's utun that need no macOS: names and the header before each packet.
public enum Utun {
    /// Bytes in front of each packet: its address family as a big-endian number.
    public static let headerLength = 4

    /// The unit to ask for: N of `utunN`; `nil` (the kernel chooses) for any other name.
    public static func unit(ofName name: String) -> Int32? {
        let digits = name.dropFirst(4)
        guard name.hasPrefix("utun"), (1...5).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            digits == "0" || digits.first != "0"
        else { return nil }
        return Int32(digits)
    }

    /// The header for a packet that begins with `firstByte`; `nil` when it is neither IPv4 nor IPv6.
    ///
    /// The families are macOS's AF_INET (2) and AF_INET6 (30), whatever system this runs on.
    public static func header(forPacketBeginning firstByte: UInt8) -> [4 of UInt8]? {
        switch firstByte >> 4 {
        case 4: [0, 0, 0, 2]
        case 6: [0, 0, 0, 30]
        default: nil
        }
    }
}
