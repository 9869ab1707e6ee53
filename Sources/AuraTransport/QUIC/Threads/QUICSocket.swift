internal import AuraWire
internal import CAura

extension UDPSocket {
    /// As `waitReadable`, with a timeout in nanoseconds.
    func waitPrecisely(orFor wakeDescriptor: Int32, nanoseconds: Int64) throws(SystemError) -> Readiness {
        let seen = Int32(
            try SystemCall.require("ppoll") { aura_udp_poll_precisely(descriptor, wakeDescriptor, nanoseconds) })
        if seen & Int32(AURA_POLL_WOKEN) != 0 { return .woken }
        return seen & Int32(AURA_POLL_READY) != 0 ? .ready : .timedOut
    }

    /// Sends message `index` of `outbox` by itself.
    func sendOne(_ outbox: borrowing Outbox, at index: Int) -> SystemResult {
        outbox.messages.withUnsafeBufferPointer { messages in
            outbox.parts.withUnsafeBufferPointer { parts in
                guard let base = messages.baseAddress else { return .done(0) }
                return SystemCall.run { aura_udp_send_one(descriptor, family, base + index, parts.baseAddress) }
            }
        }
    }
}
