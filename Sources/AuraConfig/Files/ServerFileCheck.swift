extension ServerConfiguration {
    /// What is wrong with the files that a server cannot start without, as far as it can be told without looking into
    /// certificates; empty when nothing is. What only a disabled transport needs is not looked at.
    public func fileProblems() -> [ConfigurationProblem] {
        files.problems() + files.bridgesProblems() + (needsTLS ? files.tlsProblems() : [])
            + (transports.quic.enabled ? files.quicProblems() : [])
            + (transports.tcp.enabled ? decoy.problems() : [])
    }

    /// Whether a transport is enabled that shows a TLS certificate.
    public var needsTLS: Bool { transports.tcp.enabled || transports.quic.enabled }
}

extension ServerFiles {
    /// The largest certificate or key file, in bytes.
    private static let maximumPEMBytes = 64 * 1024

    private static let remedy = "\"aura tls-init\" makes what tcp and quic lack; or disable them"

    /// What is wrong with the files that every server needs; empty when nothing is.
    public func problems() -> [ConfigurationProblem] {
        let limit = Self.maximumPEMBytes
        return PrivateFile.read(certificate.resolved, limit: limit, secret: false).problems
            + PrivateFile.read(key.resolved, limit: limit).problems
            + PrivateFile.read(ca.resolved, limit: limit, secret: false).problems
    }

    /// A manifest may be missing; one that cannot be read is a slip. What is in it is looked into elsewhere.
    fileprivate func bridgesProblems() -> [ConfigurationProblem] {
        let reading = PrivateFile.read(bridges.resolved, limit: ConfigurationLimits.maximumFileBytes, secret: false)
        return reading.isMissing ? [] : reading.problems
    }

    fileprivate func tlsProblems() -> [ConfigurationProblem] {
        let limit = Self.maximumPEMBytes
        return PrivateFile.read(tlsCertificate.resolved, limit: limit, secret: false, remedy: Self.remedy).problems
            + PrivateFile.read(tlsKey.resolved, limit: limit, remedy: Self.remedy).problems
    }

    fileprivate func quicProblems() -> [ConfigurationProblem] {
        let count = ConfigurationLimits.quicSecretBytes
        let reading = PrivateFile.read(quicSecret.resolved, limit: count, remedy: Self.remedy)
        guard let bytes = reading.bytes, bytes.count != count else { return reading.problems }
        return reading.problems + [
            ConfigurationProblem(
                file: quicSecret.resolved, found: "\(bytes.count) bytes", expected: "exactly \(count) random bytes")
        ]
    }
}

extension ServerDecoy {
    /// The largest page that a check reads, in bytes; a larger one is not looked at more closely.
    private static let maximumPageBytes = 16 << 20

    fileprivate func problems() -> [ConfigurationProblem] {
        guard case .site(let path) = self else { return [] }
        let page = path.resolved + (path.resolved.hasSuffix("/") ? "" : "/") + Self.indexPage
        return PrivateFile.read(page, limit: Self.maximumPageBytes, secret: false).problems.map { problem in
            ConfigurationProblem(
                file: problem.file, found: problem.found, expected: "the first page of the site",
                suggestion: "put an \(Self.indexPage) there, or name another directory as decoy.site")
        }
    }
}
