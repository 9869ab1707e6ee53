internal import AuraConfig
internal import AuraPKI

/// What an operator says about how a server looks to strangers, all of it optional.
public struct WebsiteOptions: Hashable, Sendable {
    /// A certificate of the operator's own with its chain, a PEM file; with ``tlsKey``.
    public var tlsCertificate: String?
    /// Its key, a PEM file; with ``tlsCertificate``.
    public var tlsKey: String?
    /// The host that a certificate is made for; without ``tlsCertificate``.
    public var tlsName: String?
    /// A directory of files that strangers are shown; without ``decoyUpstream``.
    public var decoySite: String?
    /// The address of a web server that answers strangers; without ``decoySite``.
    public var decoyUpstream: String?

    /// Makes a set; without arguments, everything is up to Aura.
    public init(
        tlsCertificate: String? = nil, tlsKey: String? = nil, tlsName: String? = nil, decoySite: String? = nil,
        decoyUpstream: String? = nil
    ) {
        self.tlsCertificate = tlsCertificate
        self.tlsKey = tlsKey
        self.tlsName = tlsName
        self.decoySite = decoySite
        self.decoyUpstream = decoyUpstream
    }
}

/// The same, checked.
struct Website: Sendable {
    /// The operator's own certificate and key, by their paths.
    let ownTLS: (certificate: String, key: String)?
    let tlsName: ServerName?
    let decoySite: String?
    let decoyUpstream: DecoyUpstream?

    init(_ options: WebsiteOptions, _ reader: inout ArgumentReader) {
        ownTLS = reader.tlsFiles(options)
        tlsName = options.tlsName.flatMap { reader.host($0, option: "--tls-name") }
        if options.tlsName != nil, options.tlsCertificate != nil {
            reader.report("--tls-name", "found with --tls-certificate, one of the two expected")
        }
        options.decoySite.map { reader.path($0, option: "--decoy-site") }
        decoySite = options.decoySite
        decoyUpstream = options.decoyUpstream.flatMap { reader.upstream($0, option: "--decoy-upstream") }
        if options.decoySite != nil, options.decoyUpstream != nil {
            reader.report("--decoy-upstream", "found with --decoy-site, one of the two expected")
        }
    }
}

extension ArgumentReader {
    fileprivate mutating func tlsFiles(_ options: WebsiteOptions) -> (certificate: String, key: String)? {
        options.tlsCertificate.map { path($0, option: "--tls-certificate") }
        options.tlsKey.map { path($0, option: "--tls-key") }
        switch (options.tlsCertificate, options.tlsKey) {
        case (let certificate?, let key?): return (certificate, key)
        case (.some, nil): report("--tls-key", "not found, expected with --tls-certificate")
        case (nil, .some): report("--tls-certificate", "not found, expected with --tls-key")
        case (nil, nil): break
        }
        return nil
    }

    fileprivate mutating func upstream(_ text: String, option: String) -> DecoyUpstream? {
        if let upstream = DecoyUpstream(text) { return upstream }
        report(option, "an address like http://127.0.0.1:8080 expected, without a path")
        return nil
    }
}
