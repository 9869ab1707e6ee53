/// Writes a manifest as a TOML string that gives every byte of it back.
enum ManifestQuoting {
    /// As it is between triple quotes where that can be, so that people can read it; else with escapes.
    static func quoted(_ text: String) -> String {
        isPlain(text) ? "'''\n\(text)'''" : "\"\"\"\n" + text.unicodeScalars.map(escaped).joined() + "\"\"\""
    }

    /// A literal string has no escapes: control characters cannot be in it, and a carriage return is taken away (TOML 1.0,
    /// section "String").
    private static func isPlain(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control }
            && !holds("'''", in: text) && text.utf8.last != UInt8(ascii: "'") && !holds("\\u0000", in: text)
            && !holds("\\U00000000", in: text)
    }

    /// Compares bytes; characters would hide a quote that an accent follows.
    private static func holds(_ part: String, in text: String) -> Bool {
        text.utf8.firstRange(of: part.utf8) != nil
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        let isControl = scalar.properties.generalCategory == .control
        return switch scalar {
        case "\n": "\n"
        case "\"": "\\\""
        // A doubled backslash before "u0000" would read like the NUL that no file may have.
        case "\\": "\\u005c"
        default: isControl ? "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16) : String(scalar)
        }
    }
}
