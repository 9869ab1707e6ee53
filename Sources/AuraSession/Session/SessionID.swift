internal import AuraWire

/// The name of a session, known to both ends and outliving its keys.
public struct SessionID: Hashable, Sendable {
    /// 16 random bytes.
    public let bytes: [UInt8]

    /// Takes 16 bytes; `nil` for any other count.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Welcome.sessionIDLength else { return nil }
        self.bytes = bytes
    }

    /// Draws a new name.
    public init(using random: inout some RandomNumberGenerator) {
        bytes = (0..<Welcome.sessionIDLength).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }
}
