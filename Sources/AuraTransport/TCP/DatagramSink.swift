internal import AuraWire
internal import NIOCore
internal import Synchronization

/// Where an event loop's links hand what they receive: a handler, whatever its type.
protocol DatagramSink: AnyObject, Sendable {
    /// Cuts `input` into datagrams and hands them on.
    func take(
        _ input: inout ByteBuffer, through frames: inout FrameReader, from link: TCPLink
    ) throws(FrameReader.Malformed)
    func linkClosed(_ link: TCPLink, reason: LinkCloseReason)
}

/// A handler with the batch that all its links use by turns.
///
/// One event loop uses it, so its lock is never waited for; it is what makes that safe to say.
final class HandlerSink<Handler: DatagramHandler & ~Copyable>: DatagramSink {
    private struct State: ~Copyable {
        var handler: Handler
        var batch = PacketBatch(capacity: 1_024, bytes: 4 * TCPLimits.maximumFrame)

        init(_ handler: consuming Handler) {
            self.handler = handler
        }
    }

    private let state: Mutex<State>

    init(_ handler: consuming Handler) {
        state = Mutex(State(handler))
    }

    func take(
        _ input: inout ByteBuffer, through frames: inout FrameReader, from link: TCPLink
    ) throws(FrameReader.Malformed) {
        while true {
            switch takeBatch(&input, through: &frames, from: link) {
            case .done: return
            case .full: continue
            case .broken(let error): throw error
            }
        }
    }

    private func takeBatch(
        _ input: inout ByteBuffer, through frames: inout FrameReader, from link: TCPLink
    ) -> FrameReader.Progress {
        state.withLock { state in
            state.batch.removeAll()
            let progress = frames.read(&input, into: &state.batch)
            link.count(received: state.batch.entries)
            if state.batch.count > 0 { state.handler.handle(&state.batch, from: link) }
            return progress
        }
    }

    func linkClosed(_ link: TCPLink, reason: LinkCloseReason) {
        state.withLock { $0.handler.linkClosed(link, reason: reason) }
    }
}
