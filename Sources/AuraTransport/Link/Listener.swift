public import AuraWire

/// Something bound to a local address that peers can reach.
///
/// A UDP socket is its own listener: its peers appear as remotes of what it receives. A listener for connections is
/// given, when it is made, a closure that takes each accepted connection as a new link and starts it with a handler, on
/// the event loop that will own that link; connections that have not yet proved the outer key are bounded in number and
/// in time by the listener.
public protocol Listener: AnyObject, Sendable {
    /// What is listened for.
    var transport: TransportKind { get }
    /// What was really bound, with the port the system chose when 0 was asked for.
    var boundAddress: SocketAddress { get }

    /// Stops listening; links already accepted live on. Later calls do nothing.
    func close(_ reason: LinkCloseReason)
}
