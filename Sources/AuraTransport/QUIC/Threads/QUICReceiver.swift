internal import AuraWire
internal import Synchronization

/// A handler of which the thread need not know the type. Called once a batch, on the thread that owns the links.
protocol QUICReceiver: AnyObject, Sendable {
    func handle(_ batch: inout PacketBatch, from link: QUICLink)
    func linkClosed(_ link: QUICLink, reason: LinkCloseReason)
}

/// Holds a handler for the one thread that calls it.
///
/// Sound because that thread alone touches the handler after `init`.
final class QUICHandlerBox<Handler: DatagramHandler & ~Copyable>: QUICReceiver, @unchecked Sendable {
    private var handler: Handler

    init(_ handler: consuming Handler) {
        self.handler = handler
    }

    func handle(_ batch: inout PacketBatch, from link: QUICLink) { handler.handle(&batch, from: link) }

    func linkClosed(_ link: QUICLink, reason: LinkCloseReason) { handler.linkClosed(link, reason: reason) }
}
