internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

/// Why no link came about, in words.
struct ConnectFailure: Error {
    /// Said however the end of the connection shows: as one, or as a reset.
    static let ended = "it ended the connection without an answer"

    let text: String

    init(_ text: String) {
        self.text = text
    }

    /// Sorts what NIO says.
    init(_ error: any Error) {
        switch error {
        case let failure as ConnectFailure: self = failure
        case ChannelError.connectTimeout: text = "no answer to the first packets"
        case NIOSSLError.handshakeFailed(let why): text = "no TLS 1.3: \(why)"
        case NIOSSLError.uncleanShutdown: text = Self.ended
        // It closed before it had read what it was asked, which the system tells as a reset.
        case let error as IOError where [ECONNRESET, EPIPE].contains(error.errnoCode): text = Self.ended
        case let error as IOError: text = "\(SystemError(error))"
        case is NIOHTTPClientUpgradeError: text = "it answers 101, but not to what was asked: not an Aura server"
        case is HTTPParserError: text = "it answers with something that is not HTTP: not an Aura server"
        default: text = "\(error)"
        }
    }
}
