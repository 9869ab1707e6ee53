internal import AuraWire
internal import Logging
internal import Synchronization

extension UDPLink {
    /// Failures in a row after which the socket is given up; after each the receiver pauses.
    private static let maximumFailures = 100
    /// The pause, in milliseconds.
    private static let failurePause: Int32 = 10

    /// The receiver thread, from start to end.
    func receive<Handler: DatagramHandler & ~Copyable>(for handler: consuming Handler) {
        receiverID.store(OwnedThread.current, ordering: .releasing)
        let reason = receiveUntilClosed(for: &handler)
        socket.retire()
        group?.end(reason)
        handler.linkClosed(self, reason: reason)
    }

    private func receiveUntilClosed<Handler: DatagramHandler & ~Copyable>(
        for handler: inout Handler
    ) -> LinkCloseReason {
        var batch = Inbox.makeBatch()
        var inbox = Inbox()
        var busyPoll = busyPoll
        var failures = 0
        var isEmpty = false
        while true {
            if let reason = state.withLock({ $0.closeReason }) { return reason }
            let mayWait = isEmpty && !busyPoll.goesOn()
            if mayWait, !UDPSocket.waitsInReceive, let reason = wait() { return reason }
            switch receiveOnce(&batch, &inbox, waiting: mayWait && UDPSocket.waitsInReceive, for: &handler) {
            case .done(let count):
                failures = 0
                busyPoll.note()
                isEmpty = inbox.isLastSeen(count)
            case .wouldBlock: isEmpty = true
            case .failed(let number):
                failures += 1
                isEmpty = false
                if let reason = pause(after: number, failures: failures) { return reason }
            }
        }
    }

    /// Receives, uncovers and hands on what is there now.
    private func receiveOnce<Handler: DatagramHandler & ~Copyable>(
        _ batch: inout PacketBatch, _ inbox: inout Inbox, waiting: Bool, for handler: inout Handler
    ) -> SystemResult {
        var tally = LinkStatistics()
        let result = socket.receive(into: &batch, &inbox, waiting: waiting, counting: &tally)
        guard case .done = result else { return result }
        let left = gate.uncover(&batch, counting: &tally)
        counters.add(tally)
        guard left > 0 else { return result }
        sources?.learn(inbox.messages, of: batch.entries)
        handler.handle(&batch, from: self)
        return result
    }

    /// Waits for more; the reason to end when waiting itself fails.
    private func wait() -> LinkCloseReason? {
        do throws(SystemError) {
            _ = try socket.waitReadable(or: waker)
            return nil
        } catch {
            return settle(on: .failed("\(error)"))
        }
    }

    /// After a receive error: nothing for what an earlier send provoked, else a pause, and in the end a reason to end.
    private func pause(after number: Int32, failures: Int) -> LinkCloseReason? {
        if SendFailure.isTransientOnReceive(number), failures == 1 { return nil }
        let error = SystemError(call: "recvmmsg", number: number)
        if failures == 1 { logger.notice("Receiving fails; trying on", metadata: ["error": "\(error)"]) }
        guard failures < Self.maximumFailures else { return settle(on: .failed("\(error)")) }
        waker.pause(milliseconds: Self.failurePause)
        return nil
    }
}
