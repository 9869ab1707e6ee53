/// The SHA-256 digest of a certificate's DER, by which a client knows a TLS certificate again.
public struct CertificatePin: Hashable, Sendable, CustomStringConvertible {
    /// The length of a digest in bytes.
    public static let length = 32

    /// The digest: ``length`` bytes.
    public let bytes: [UInt8]

    /// Takes a digest; `nil` unless it has ``length`` bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = bytes
    }

    /// Takes 64 hexadecimal digits of either case, with or without `:` between bytes, as `openssl x509 -fingerprint
    /// -sha256` prints them; `nil` for anything else.
    public init?(_ text: String) {
        let pairs = Self.pairs(of: text)
        let bytes = pairs.compactMap { pair in
            pair.count == 2 && pair.allSatisfy(ASCIIRules.isHexDigit)
                ? UInt8(String(decoding: pair, as: UTF8.self), radix: 16) : nil
        }
        guard bytes.count == pairs.count else { return nil }
        self.init(bytes: bytes)
    }

    /// 64 lower-case hexadecimal digits.
    public var description: String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func pairs(of text: String) -> [[UInt8]] {
        let digits = Array(text.utf8.prefix(3 * length))
        if digits.contains(UInt8(ascii: ":")) {
            return digits.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map(Array.init)
        }
        return stride(from: 0, to: digits.count, by: 2).map { Array(digits[$0..<min($0 + 2, digits.count)]) }
    }
}
