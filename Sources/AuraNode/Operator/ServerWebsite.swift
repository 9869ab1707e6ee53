internal import AuraPKI
internal import Foundation

/// What `server-init` makes or takes over so that the server looks like a website, before anything is written.
struct ServerWebsite {
    let files: TLSFiles
    let certificate: TLSCertificate
    /// Whether the certificate is new, and not the operator's own or one that was there.
    let isMade: Bool
    /// The secret of the quic transport; nil when there is one.
    private let newSecret: [UInt8]?

    init(
        _ request: ServerInitialization.Request, now: Date, using generator: inout some RandomNumberGenerator
    ) throws(OperatorError) {
        let standard = request.directory.tls
        newSecret = try standard.isSecretMissing() ? TLSFiles.newSecret(using: &generator) : nil
        if let own = request.website.ownTLS {
            files = TLSFiles(certificate: own.certificate, key: own.key, secret: standard.secret)
            (certificate, isMade) = (try files.load(), false)
            return
        }
        files = standard
        switch try standard.fate(overwrite: request.overwrite) {
        case .kept:
            (certificate, isMade) = (try standard.load(), false)
            try Self.check(certificate, against: request.website.tlsName, path: standard.certificate)
        case .made:
            let name = request.website.tlsName ?? Self.standardName(of: request.host)
            (certificate, isMade) = (try TLSFiles.make(for: name, now: now, using: &generator), true)
        }
    }

    /// Writes what is new.
    func write(overwrite: Bool) throws(OperatorError) {
        if isMade { try files.write(certificate, overwrite: overwrite) }
        if let newSecret { try files.writeSecret(newSecret) }
    }

    /// A server that is dialled by its address gets a name that says nothing: certificates for addresses are rare.
    private static func standardName(of host: ServerName) -> ServerName? {
        if case .dns = host { host } else { nil }
    }

    private static func check(
        _ certificate: TLSCertificate, against name: ServerName?, path: String
    ) throws(OperatorError) {
        guard let name, !certificate.leaf.covers(name) else { return }
        throw .invalid([
            "--tls-name: \(path) is there and is for \(certificate.leaf.label); remove it and its key to have a new one"
        ])
    }
}
