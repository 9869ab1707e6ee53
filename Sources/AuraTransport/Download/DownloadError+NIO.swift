internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

extension DownloadError {
    /// Sorts what NIO says when no connection comes about.
    ///
    /// - Parameter isMarked: true when packets were to be marked, which not everybody may do.
    init(connecting host: String, isMarked: Bool = false, _ error: any Error) {
        switch error {
        case let error as DownloadError: self = error
        case let error as IOError where isMarked && [EPERM, EACCES].contains(error.errnoCode):
            self = .notPermitted("mark packets (SO_MARK)", SystemError(error))
        case is CancellationError: self = .cancelled
        case let error as IOError: self = .notConnected(host, "\(SystemError(error))")
        case ChannelError.connectTimeout: self = .notConnected(host, "no answer to the first packets")
        case let error as NIOSSLExtraError where error == .invalidSNIHostname:
            self = .configuration("TLS cannot ask for a host named \(host)")
        default: self = .notConnected(host, "\(error)")
        }
    }

    /// Sorts what ends a connection.
    init(reading host: String, _ error: any Error, received: Int) {
        switch error {
        case NIOSSLError.handshakeFailed(let why): self.init(handshake: host, "\(why)")
        case let error as NIOSSLExtraError
        where [.failedToValidateHostname, .serverHostnameImpossibleToMatch].contains(error):
            self = .untrusted(host, "it is for another name")
        case NIOSSLError.noCertificateToValidate, NIOSSLError.unableToValidateCertificate:
            self = .untrusted(host, "\(error)")
        case NIOSSLError.uncleanShutdown, HTTPParserError.invalidEOFState:
            self = .truncated(host, received: received)
        case let error as HTTPParserError: self = .malformed(host, "no HTTP/1.1: \(error)")
        case let error as IOError where [ECONNRESET, EPIPE].contains(error.errnoCode):
            self = .truncated(host, received: received)
        default: self.init(connecting: host, error)
        }
    }

    /// TLS tells the reason only as text.
    private init(handshake host: String, _ why: String) {
        let refusal = "no authority that is trusted here has signed it, or its time is over"
        self = why.contains("CERTIFICATE_VERIFY_FAILED") ? .untrusted(host, refusal) : .noTLS(host, why)
    }
}
