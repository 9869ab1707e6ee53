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
                dismiss(.failed("\(error)"))
                throw TransportError(doing: "start the UDP receiver", error)
            }
        }
    }

    /// Closes the link; the port is free when this returns, unless the handler itself is the caller, in which case that
    /// is so a moment later.
    /// A link that shares its port takes the others with it; those may take a moment longer.
    public func close(_ reason: LinkCloseReason) {
        dismiss(reason)
        guard receiverID.load(ordering: .acquiring) != OwnedThread.current else { return }
        receiver.withLock { $0 = nil }
    }

    /// Begins the end of the link, and of those that share its port, unless it has begun.
    func dismiss(_ reason: LinkCloseReason) {
        let (isFirst, isStarted) = state.withLock { state in
            defer { state.closeReason = state.closeReason ?? reason }
            return (state.closeReason == nil, state.isStarted)
        }
        waker.wake()
        socket.endWaiting()
        guard isFirst else { return }
        if !isStarted { socket.retire() }
        group?.end(reason)
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
