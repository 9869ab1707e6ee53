internal import NIOCore
internal import NIOSSL

/// TLS as every client does it.
enum ClientTLS {
    /// It checks no certificate: the session inside knows whom it speaks with, and pins are looked at afterwards.
    static let context = Result { () throws -> NIOSSLContext in
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv13
        configuration.certificateVerification = .none
        configuration.trustRoots = .certificates([])
        configuration.applicationProtocols = ["http/1.1"]
        configuration.shutdownTimeout = .milliseconds(TCPLimits.goodbyeMilliseconds)
        return try NIOSSLContext(configuration: configuration)
    }
}
