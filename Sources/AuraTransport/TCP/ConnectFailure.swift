internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

/// Why no link came about, in words.
struct ConnectFailure: Error {
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
        case NIOSSLError.uncleanShutdown: text = "it ended the connection without an answer"
        case is NIOHTTPClientUpgradeError: text = "it answers 101, but not to what was asked: not an Aura server"
        case is HTTPParserError: text = "it answers with something that is not HTTP: not an Aura server"
        default: text = "\(error)"
        }
    }
}
