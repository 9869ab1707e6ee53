/// What a connection is closed with on the wire.
enum QUICClosing {
    /// Nothing is wrong (H3_NO_ERROR, RFC 9114), with a word why.
    case good(String)
    /// What came is not what was expected (H3_GENERAL_PROTOCOL_ERROR).
    case notUnderstood
    /// Too many links (H3_EXCESSIVE_LOAD).
    case crowded
    /// The certificate is not the right one (TLS bad_certificate).
    case badCertificate
    /// The token of a Retry is no good (INVALID_TOKEN, RFC 9000).
    case invalidToken

    var isTransport: Bool {
        switch self {
        case .good, .notUnderstood, .crowded: false
        case .badCertificate, .invalidToken: true
        }
    }

    var code: UInt64 {
        switch self {
        case .good: 0x100
        case .notUnderstood: 0x101
        case .crowded: 0x107
        case .badCertificate: 0x100 + 42
        case .invalidToken: 0xb
        }
    }

    /// At most 64 bytes of ASCII.
    var text: String {
        guard case .good(let why) = self else { return "" }
        return String(why.unicodeScalars.filter { (0x20..<0x7f).contains($0.value) }.prefix(64).map(Character.init))
    }
}
