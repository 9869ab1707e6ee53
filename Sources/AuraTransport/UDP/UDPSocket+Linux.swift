#if os(Linux)
    internal import AuraWire
    internal import CAura

    extension UDPSocket {
        /// True where a receive can wait by itself: a thread that sleeps in it wakes with the message in hand, and is spared
        /// a second call.
        static let waitsInReceive = true

        /// Ends waiting in receives for good.
        func endWaiting() {
            _ = SystemCall.run { aura_udp_end_waiting(descriptor) }
        }

        /// Receives into `batch`; returns the number of messages. With `waiting` there is one, unless waiting was ended.
        ///
        /// Sound because the shim is told the batch's real memory and writes at most `messageBytes` at each stride.
        func receive(
            into batch: inout PacketBatch, _ inbox: inout Inbox, waiting: Bool = false,
            counting tally: inout LinkStatistics
        ) -> SystemResult {
            batch.removeAll()
            return batch.withStorage { memory, entries in
                let room = min(inbox.wanted, memory.count / Inbox.stride)
                let result = SystemCall.run {
                    aura_udp_receive_many(
                        descriptor, memory.baseAddress, Inbox.stride, Inbox.messageBytes, UInt32(room),
                        waiting ? 1 : 0, &inbox.raw)
                }
                if case .done(let count) = result { inbox.unpack(count, into: &entries, counting: &tally) }
                return result
            }
        }

        /// Sends the messages of `outbox` from `first` on; returns how many were taken before the first failure.
        func send(_ outbox: borrowing Outbox, from first: Int) -> SystemResult {
            outbox.messages.withUnsafeBufferPointer { messages in
                outbox.parts.withUnsafeBufferPointer { parts in
                    guard let base = messages.baseAddress else { return .done(0) }
                    return SystemCall.run {
                        aura_udp_send_many(
                            descriptor, family, base + first, UInt32(messages.count - first), parts.baseAddress)
                    }
                }
            }
        }
    }
#endif
