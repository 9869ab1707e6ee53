internal import NIOCore

extension Channel {
    /// Whether this is one of several streams of a connection: what made it has somebody at its other end, which a
    /// listening socket has not.
    var isStream: Bool { parent?.remoteAddress != nil }
}
