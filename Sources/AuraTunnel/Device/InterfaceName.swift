/// Checks on names that are asked of the system; a bad one must never reach an ioctl or a command line.
enum InterfaceName {
    /// The longest name in bytes on Linux and macOS (IFNAMSIZ less its terminating zero).
    static let maximumLength = 15

    /// True for a name that can be asked for, with `%d` at its end where the kernel shall choose a number.
    static func isValid(_ name: String) -> Bool {
        let stem = name.hasSuffix("%d") ? name.dropLast(2) : name[...]
        guard (1...maximumLength).contains(name.utf8.count), !stem.isEmpty, stem != ".", stem != ".." else {
            return false
        }
        return stem.first != "-" && stem.utf8.allSatisfy(isNameByte)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
