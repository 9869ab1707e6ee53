#if canImport(Darwin)
    internal import AuraWire
    internal import CAura

    extension UDPSocket {
        /// Waiting in a receive could not be ended.
        static let waitsInReceive = false

        /// Nobody waits in a receive.
        func endWaiting() {}

        /// Receives into `batch` without waiting, one message a call; returns the number of messages.
        ///
        /// Sound because the shim is told the batch's real memory and writes at most `messageBytes` at each stride.
        func receive(
            into batch: inout PacketBatch, _ inbox: inout Inbox, waiting: Bool = false,
            counting tally: inout LinkStatistics
        ) -> SystemResult {
            batch.removeAll()
            return batch.withStorage { memory, entries in
                var result = SystemResult.done(0)
                var count = 0
                while count < min(inbox.wanted, memory.count / Inbox.stride) {
                    result = SystemCall.run {
                        aura_udp_receive_one(
                            descriptor, memory.baseAddress.map { $0 + count * Inbox.stride }, Inbox.messageBytes,
                            &inbox.raw[count])
                    }
                    guard case .done = result else { break }
                    count += 1
                }
                guard count > 0 else { return result }
                inbox.unpack(count, into: &entries, counting: &tally)
                return .done(count)
            }
        }

        /// Sends message `first` of `outbox`.
        func send(_ outbox: borrowing Outbox, from first: Int) -> SystemResult {
            outbox.messages.withUnsafeBufferPointer { messages in
                outbox.parts.withUnsafeBufferPointer { parts in
                    guard let base = messages.baseAddress else { return .done(0) }
                    let result = SystemCall.run {
                        aura_udp_send_one(descriptor, family, base + first, parts.baseAddress)
                    }
                    guard case .done = result else { return result }
                    return .done(1)
                }
            }
        }
    }
#endif
