internal import AuraConfig
internal import AuraPKI

/// What a profile says of the server's TLS certificate.
struct ProfileTLS {
    /// What the client calls the server where others can see it.
    let name: HostName
    let pins: [CertificatePin]

    /// - Parameters:
    ///   - dialled: the host that the client dials.
    ///   - path: the server's TLS certificate. A copy of server.toml beside the authority need not have it: then nothing
    ///     is known of it.
    ///   - isNeeded: whether the client has a transport that shows it.
    ///   - pin: whether to pin it; nil to pin it if it signs itself.
    init(dialled: HostName, certificate path: String, isNeeded: Bool, pin: Bool?) throws(OperatorError) {
        guard isNeeded, OperatorPath.exists(path) else {
            if isNeeded, pin == true { throw .noTLSCertificate(path: path) }
            (name, pins) = (dialled, [])
            return
        }
        let leaf = try Self.leaf(path)
        name = Self.name(dialled, leaf)
        let isPinned = pin ?? leaf.isSelfSigned
        pins = isPinned ? CertificatePin(bytes: leaf.fingerprint).map { [$0] } ?? [] : []
    }

    private static func leaf(_ path: String) throws(OperatorError) -> TLSLeaf {
        let pem = try OperatorError.files { () throws(FileError) in
            try BoundedFile.loadText(path, limit: PKILimits.maximumTLSFileBytes)
        }
        return try OperatorError.certificates { () throws(PKIError) in try TLSLeaf(pem: pem) }
    }

    /// The host that is dialled if it is a name that the certificate is for; else a name of the certificate's that looks
    /// like one in the DNS; else the host that is dialled, which if it is an address is not sent as a name at all. A
    /// browser does the same.
    private static func name(_ dialled: HostName, _ leaf: TLSLeaf) -> HostName {
        if let host = dialled.dnsName, leaf.covers(host) { return dialled }
        let names = leaf.names.compactMap { HostName($0.description) }
        return names.first { $0.address == nil && $0.text.contains(".") } ?? dialled
    }
}
