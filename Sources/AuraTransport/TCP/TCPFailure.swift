internal import Foundation
internal import NIOCore
internal import NIOSSL

extension LinkCloseReason {
    /// Sorts what NIO says about a connection that broke.
    init(_ error: any Error) {
        switch error {
        case let error as IOError: self.init(error)
        case NIOSSLError.uncleanShutdown: self = .remote("it ended the connection without TLS's goodbye")
        case is NIOSSLError, is BoringSSLError: self = .protocolError("TLS: \(error)")
        default: self = .failed("\(error)")
        }
    }

    private init(_ error: IOError) {
        switch error.errnoCode {
        case ECONNRESET, EPIPE, ENOTCONN: self = .reset
        case ETIMEDOUT: self = .unanswered
        default: self = .failed("\(SystemError(error))")
        }
    }
}

extension SystemError {
    /// Without the text that NIO puts in front.
    init(_ error: IOError) {
        self.init(call: "tcp", number: error.errnoCode)
    }
}
