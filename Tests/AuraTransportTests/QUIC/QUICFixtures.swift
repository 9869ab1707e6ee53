import AuraCrypto
import AuraTransport
import AuraWire
import Crypto

/// Certificates, keys and endpoints for the tests of the QUIC transport.
enum QUICFixtures {
    static let secret = [UInt8](repeating: 5, count: 32)
    static let serverAddress = SocketAddress(.v4(IPv4Address(bits: 0xc000_0201)), port: 8_444)

    /// A self-signed certificate that nobody trusts.
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBgzCCASmgAwIBAgIUSnN5n8eMqrAAhJksmAF+edbR8LMwCgYIKoZIzj0EAwIw
        FjEUMBIGA1UEAwwLZXhhbXBsZS5vcmcwIBcNMjYxMTI0MTA1MjAyWhgPMjEyNjEw
        MzExMDUyMDJaMBYxFDASBgNVBAMMC2V4YW1wbGUub3JnMFkwEwYHKoZIzj0CAQYI
        KoZIzj0DAQcDQgAENqMaUOfX9gTOlJbd4wuuh9Wq5dAoApQJ9sR+PJePCWrEqub6
        xU/0IcVCf6VbQqGovFOilQE/y7mSagKqG1L5rKNTMFEwHQYDVR0OBBYEFCQqVAow
        /nMHJaf7y4ghOG6pOiYoMB8GA1UdIwQYMBaAFCQqVAow/nMHJaf7y4ghOG6pOiYo
        MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAJ6UIIVvFPDacf9u
        0qnUZtojErj0iBzhTq1EOKft9zhEAiA4o4omvoPOM59sI+ZWmZFx0efcOAXHXprd
        tzrydBqmmQ==
        -----END CERTIFICATE-----
        """

    static let privateKey = """
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIDxlebUk8ablu5gNwroiGyGYQLLGy10qFqGPk3K1ULt7oAoGCCqGSM49
        AwEHoUQDQgAENqMaUOfX9gTOlJbd4wuuh9Wq5dAoApQJ9sR+PJePCWrEqub6xU/0
        IcVCf6VbQqGovFOilQE/y7mSagKqG1L5rA==
        -----END EC PRIVATE KEY-----
        """

    static func tls() throws(TransportError) -> QUICTLS {
        try QUICTLS(certificate: certificate, key: privateKey)
    }

    static func pin() throws(TransportError) -> [UInt8] {
        Array(SHA256.hash(data: try tls().leaf))
    }

    static func door(_ secret: [UInt8] = secret, key: OuterKey = Fixtures.key) throws(TransportError) -> QUICDoor {
        let tls = try tls()
        return try QUICDoor(
            tls: tls, checker: OuterProofChecker(key: key, transport: .quic, certificate: tls.leaf), secret: secret)
    }

    static func pass(
        key: OuterKey = Fixtures.key, pins: Set<[UInt8]> = [], transport: TransportKind = .quic
    ) throws(TransportError) -> QUICPass {
        QUICPass(tls: try QUICTLS(), proof: OuterProof(key: key, transport: transport), pins: pins)
    }

    static var server: QUICServerConfiguration {
        QUICServerConfiguration(certificate: certificate, key: privateKey, secret: secret)
    }
}
