internal import NIOCore
internal import NIOSSL

/// The certificate that a listener shows, ready for use.
struct TCPIdentity {
    let context: NIOSSLContext
    /// The certificate itself in DER, to which proofs are bound.
    let leaf: [UInt8]

    init(_ configuration: TCPServerConfiguration) throws(TransportError) {
        let chain = try Self.chain(configuration.certificateChain)
        do {
            guard let first = chain.first else { throw TransportError.configuration(Self.noCertificate) }
            leaf = try first.toDERBytes()
            var tls = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(try Self.key(configuration.privateKey)))
            tls.minimumTLSVersion = .tlsv13
            tls.applicationProtocols = ["h2", "http/1.1"]
            tls.shutdownTimeout = .milliseconds(TCPLimits.goodbyeMilliseconds)
            context = try NIOSSLContext(configuration: tls)
        } catch let error as TransportError {
            throw error
        } catch {
            throw .configuration("the certificate and the key of the tcp transport cannot be used together: \(error)")
        }
    }

    private static let noCertificate = "no certificate for the tcp transport: PEM with a CERTIFICATE is expected"

    private static func chain(_ text: String) throws(TransportError) -> [NIOSSLCertificate] {
        do {
            return try NIOSSLCertificate.fromPEMBytes(Array(text.utf8))
        } catch {
            throw .configuration(noCertificate)
        }
    }

    private static func key(_ text: String) throws(TransportError) -> NIOSSLPrivateKey {
        do {
            return try NIOSSLPrivateKey(bytes: Array(text.utf8), format: .pem)
        } catch {
            throw .configuration("no private key for the tcp transport: PEM with a PRIVATE KEY is expected")
        }
    }
}
