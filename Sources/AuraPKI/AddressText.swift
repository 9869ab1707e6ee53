internal import Foundation

/// IP addresses between their text and their bytes, by the system's own `inet_pton` and `inet_ntop`.
enum AddressText {
    static func parse(_ text: String) -> [UInt8]? {
        // The system's functions read a C string, so a text with a zero inside would be judged by its start only.
        guard !text.utf8.contains(0) else { return nil }
        return parse(text, family: AF_INET, length: 4) ?? parse(text, family: AF_INET6, length: 16)
    }

    static func format(_ address: [UInt8]) -> String? {
        switch address.count {
        case 4: format(address, family: AF_INET)
        case 16: format(address, family: AF_INET6)
        default: nil
        }
    }

    // Sound: `inet_pton` writes exactly `length` bytes for its family, and the array has them.
    private static func parse(_ text: String, family: CInt, length: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: length)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }

    // Sound: `inet_ntop` is told the room it has, and reads the bytes that the caller counted for the family.
    private static func format(_ address: [UInt8], family: CInt) -> String? {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(family, address, &text, socklen_t(text.count)) != nil else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
