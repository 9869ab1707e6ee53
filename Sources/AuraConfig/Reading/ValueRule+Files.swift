internal import Foundation

extension ValueRule where Value == ConfiguredPath {
    /// A path, relative to the directory of the file.
    static func path(in directory: String) -> Self {
        let most = ConfigurationLimits.maximumPathBytes
        return string(expected: "a path of 1 to \(most) bytes without control characters") {
            ConfiguredPath($0, in: directory)
        }
    }

    /// The path of a Unix socket, which the system bounds.
    static func socket(in directory: String) -> Self {
        let most = ConfigurationLimits.maximumSocketPathBytes
        return string(expected: "the path of a socket, with its directory at most \(most) bytes") { text in
            guard let path = ConfiguredPath(text, in: directory), path.resolved.utf8.count <= most else { return nil }
            return path
        }
    }
}

extension ValueRule where Value == SecretBytes {
    /// The outer key: base64 of 32 bytes. Problems never repeat it.
    static var outerKey: Self {
        let count = ConfigurationLimits.outerKeyBytes
        return string(expected: "the base64 text of exactly \(count) bytes", hidden: true) { text in
            guard let data = Data(base64Encoded: text), data.count == count else { return nil }
            return SecretBytes(Array(data))
        }
    }

    /// A private key in PEM form. Problems never repeat it.
    static var privateKeyPEM: Self {
        string(expected: "a private key in PEM form, in a multi-line string", hidden: true) { text in
            PEMShape.holds("PRIVATE KEY", in: text) ? SecretBytes(text: text) : nil
        }
    }
}

extension ValueRule where Value == String {
    /// One or more certificates in PEM form.
    static var certificatePEM: Self {
        string(expected: "a certificate in PEM form, in a multi-line string", hidden: true) { text in
            PEMShape.holds("CERTIFICATE", in: text) ? text : nil
        }
    }
}
