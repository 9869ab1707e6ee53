internal import AuraBridges
internal import AuraPKI
internal import Foundation

/// The authority that signs what is tried. Its key is here for everybody to read: it was made for this and is of no other
/// use.
struct TrialAuthority {
    /// When the trials take place; the authority is valid then.
    static let now = Date(timeIntervalSince1970: 1_800_000_000)

    let authority: CertificateAuthority
    let verifier: ManifestVerifier

    init() throws(PKIError) {
        authority = try CertificateAuthority(certificatePEM: Self.certificate, privateKeyPEM: Self.key)
        verifier = try ManifestVerifier(authorityPEM: Self.certificate)
    }

    /// The last line of a manifest, as PROTOCOL.md has it.
    func signatureLine(of text: [UInt8]) throws(BrokenPromise) -> [UInt8] {
        guard let signature = try? authority.sign(Array("aura bridges manifest v1\0".utf8) + text) else {
            throw BrokenPromise("the authority of the trials cannot sign")
        }
        return Array("# aura-manifest-signature: \(Data(signature).base64EncodedString())\n".utf8)
    }

    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBYDCCARKgAwIBAgIUfnJR3dOX5Af3jFcLOL8QAnN7Vv4wBQYDK2VwMBsxGTAX
        BgNVBAMMEEF1cmEgZnV6eiB0cmlhbHMwIBcNMjYxMTI0MTUxMzE3WhgPMjEyNjEw
        MzExNTEzMTdaMBsxGTAXBgNVBAMMEEF1cmEgZnV6eiB0cmlhbHMwKjAFBgMrZXAD
        IQD1mqIuzV4cCfIm+7mRhoE4yxhKsZesBvRujZuC7PMuNKNmMGQwHQYDVR0OBBYE
        FMuTcpkQWYQpldUPrYeyrdMKKoUxMB8GA1UdIwQYMBaAFMuTcpkQWYQpldUPrYey
        rdMKKoUxMBIGA1UdEwEB/wQIMAYBAf8CAQAwDgYDVR0PAQH/BAQDAgEGMAUGAytl
        cANBALrB2Bp48Y0bb5H0eEIIjzoT73Z0Re+uf/9SZGjc85L6I5zIPoI9I87z9sF5
        xziob9woV4stMVmJJTit+CctagA=
        -----END CERTIFICATE-----
        """

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEICl1vSjcNL1hu9Cgt0LncF0/gLYstdM5U91m8huKLXpk
        -----END PRIVATE KEY-----
        """
}
