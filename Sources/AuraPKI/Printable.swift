internal import SwiftASN1
internal import X509

/// Makes texts that come from files and peers safe to print: bounded, and with no control characters.
enum Printable {
    static func text(_ foreign: String) -> String {
        let cut = foreign.unicodeScalars.prefix(PKILimits.maximumQuotedCharacters)
        let escaped = cut.map { $0.escaped(asASCII: true) }.joined()
        return cut.endIndex == foreign.unicodeScalars.endIndex ? escaped : escaped + "..."
    }

    /// The kind of a parser's error. Its full text quotes the parsed bytes, which may hold anything - a key, too.
    static func reason(_ error: any Error) -> String {
        switch error {
        case let error as ASN1Error: text(String(describing: error.code))
        case let error as CertificateError: text(String(describing: error.code))
        default: String(describing: type(of: error))
        }
    }
}
