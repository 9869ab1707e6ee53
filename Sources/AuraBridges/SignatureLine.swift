internal import Foundation

/// The last line of a manifest: a comment to TOML, the authority's signature to us.
enum SignatureLine {
    /// What a signed message begins with, so that it can be taken for nothing else.
    static let context = Array("aura bridges manifest v1\0".utf8)
    /// Bytes of an Ed25519 signature.
    static let signatureLength = 64

    private static let prefix = Array("# aura-manifest-signature: ".utf8)
    private static let newline = UInt8(ascii: "\n")

    /// The bytes that the authority signs for a text.
    static func message(_ text: ArraySlice<UInt8>) -> [UInt8] { context + text }

    /// The line for a signature, with its line feed.
    static func line(_ signature: [UInt8]) -> [UInt8] {
        prefix + Array(Data(signature).base64EncodedString().utf8) + [newline]
    }

    /// Takes a signed text apart; `nil` unless its last line is exactly what ``line(_:)`` makes. Looks at nothing else.
    static func split(_ bytes: [UInt8]) -> (text: ArraySlice<UInt8>, signature: [UInt8])? {
        guard bytes.last == newline else { return nil }
        let start = bytes.dropLast().lastIndex(of: newline).map { $0 + 1 } ?? 0
        let line = bytes[start...]
        let encoded = line.dropFirst(prefix.count).dropLast()
        // Base64 has several texts for the same bytes; only one is ours.
        guard line.starts(with: prefix), let signature = Data(base64Encoded: Data(encoded)).map(Array.init),
            signature.count == signatureLength, Self.line(signature).elementsEqual(line)
        else { return nil }
        return (bytes[..<start], signature)
    }
}
