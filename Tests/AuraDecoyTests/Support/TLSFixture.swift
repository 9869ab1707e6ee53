import NIOSSL

/// A certificate for tests, P-256, and its key. They protect nothing.
enum TLSFixture {
    static func server() throws -> NIOSSLContext {
        let certificates = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
        let chain = certificates.map { NIOSSLCertificateSource.certificate($0) }
        let key = try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key)))
    }

    static func client() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        return try NIOSSLContext(configuration: configuration)
    }

    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBkjCCATegAwIBAgIUSepy1B07I84tCpDWIVtvfl0xCVQwCgYIKoZIzj0EAwIw
        HTEbMBkGA1UEAwwSZGVjb3ktdGVzdC5pbnZhbGlkMCAXDTI2MTEyNDEyMTgyN1oY
        DzIxMjYxMDMxMTIxODI3WjAdMRswGQYDVQQDDBJkZWNveS10ZXN0LmludmFsaWQw
        WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARM5Huz/uVr5XW/6gLsf8Uhf1XZRnIF
        dSfJs1Zt5ZP8cGEYvw6gQsRfhiUz5sagYLmSk58SNjPFK5WsVMwkKDZAo1MwUTAd
        BgNVHQ4EFgQUT5q+szcxLzz2xQ711yfOPX5ZiJUwHwYDVR0jBBgwFoAUT5q+szcx
        Lzz2xQ711yfOPX5ZiJUwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBG
        AiEA50X5kHfgJjh3xXcF0CGswCQbOhjZEzJfPq9VAyvXFM0CIQCOQTs9+vBAKcHg
        wXZQbJIYbb5JMJX1mA4P9sklpyegag==
        -----END CERTIFICATE-----

        """
    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg6DxAsTEe3A+EZ3s1
        QwzIZ6BZyYc4T4ptm8b4ydvlvKKhRANCAARM5Huz/uVr5XW/6gLsf8Uhf1XZRnIF
        dSfJs1Zt5ZP8cGEYvw6gQsRfhiUz5sagYLmSk58SNjPFK5WsVMwkKDZA
        -----END PRIVATE KEY-----

        """
}
