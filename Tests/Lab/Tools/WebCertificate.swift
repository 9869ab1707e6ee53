internal import Foundation

/// A certificate for a website, made by OpenSSL, and the root that vouches for it.
public struct WebCertificate: Sendable {
    /// The certificate and its key, PEM.
    let path: String
    /// The root's certificate, PEM.
    let root: String

    /// Makes one that is good for a day.
    /// - Parameter name: The website's name.
    public static func make(_ name: String, in lab: Lab) async throws -> WebCertificate {
        let base = "\(lab.directory)/web-\(name)"
        let (root, path) = (base + "-root.pem", base + ".pem")
        try await issue("/CN=Root of the lab", to: root, ["-addext", "keyUsage=critical,keyCertSign"])
        try await issue(
            "/CN=\(name)", to: path,
            ["-CA", root, "-CAkey", root, "-addext", "subjectAltName=DNS:\(name)"]
                + ["-addext", "basicConstraints=critical,CA:FALSE", "-addext", "extendedKeyUsage=serverAuth"])
        return WebCertificate(path: path, root: root)
    }

    private static func issue(_ subject: String, to path: String, _ options: [String]) async throws {
        let key = path + ".key"
        try await Command.check(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
                + ["-days", "1", "-subj", subject, "-keyout", key, "-out", path] + options)
        let both = try ConfigurationText(path: path).read() + ConfigurationText(path: key).read()
        try ConfigurationText(path: path).write(both)
    }
}

extension LabHost {
    /// Makes the programs that are started on this host afterwards trust the root of a website's certificate, and no other.
    public func trust(_ certificate: WebCertificate) throws {
        let directory = Self.overlay(of: namespace) + "/ssl"
        try FileManager.default.createDirectory(atPath: directory + "/certs", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: certificate.root, toPath: directory + "/certs/ca-certificates.crt")
    }
}
