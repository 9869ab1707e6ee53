internal import AuraWire
internal import Synchronization

extension UDPLink {
    /// Starts the receiver thread, which owns `handler` from now on.
    ///
    /// Throws when the link was started or closed before, or when the system has no thread to give.
    public func start<Handler: DatagramHandler & ~Copyable>(_ handler: consuming Handler) throws(TransportError) {
        let box = HandlerBox(handler)
        let name = "aura-udp-\(localAddress.port)"
        try receiver.withLock { thread throws(TransportError) in
            guard markStarted() else { throw .notStartable }
            do throws(SystemError) {
                thread = try OwnedThread(name: name) { [self] in
                    if let handler = box.take() { receive(for: handler) }
                }
            } catch {
                socket.retire()
                throw TransportError(doing: "start the UDP receiver", error)
            }
        }
    }

    /// Closes the link; the port is free when this returns, unless the handler itself is the caller, in which case that
    /// is so a moment later.
    public func close(_ reason: LinkCloseReason) {
        let mustRetire = state.withLock { state in
            guard state.closeReason == nil else { return false }
            state.closeReason = reason
            return !state.isStarted
        }
        waker.wake()
        if mustRetire { socket.retire() }
        guard receiverID.load(ordering: .acquiring) != OwnedThread.current else { return }
        receiver.withLock { $0 = nil }
    }

    /// The reason the link closes for: the first one given.
    func settle(on reason: LinkCloseReason) -> LinkCloseReason {
        state.withLock { state in
            let settled = state.closeReason ?? reason
            state.closeReason = settled
            return settled
        }
    }

    private func markStarted() -> Bool {
        state.withLock { state in
            guard !state.isStarted, state.closeReason == nil else { return false }
            state.isStarted = true
            return true
        }
    }
}

/// Carries a handler that cannot be copied into the closure of its thread.
private final class HandlerBox<Handler: DatagramHandler & ~Copyable>: Sendable {
    private let slot: Mutex<Handler?>

    init(_ handler: consuming Handler) {
        slot = Mutex(handler)
    }

    func take() -> Handler? {
        slot.withLock { $0.take() }
    }
}
