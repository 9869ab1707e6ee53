internal import NIOCore
internal import Synchronization

extension TCPLink {
    /// The system's smoothed round-trip time of the connection, as it was when this was last asked for; `nil` at first,
    /// and where the system does not say.
    public var roundTrip: Duration? {
        let mustMeasure = state.withLock { state in
            defer { state.isMeasuring = true }
            return !state.isMeasuring && !state.isEnded
        }
        if mustMeasure { channel.eventLoop.execute { self.measureRoundTrip() } }
        return state.withLock { $0.roundTrip }
    }

    /// Asks the system; on the event loop.
    func measureRoundTrip() {
        TCPSocketOption.roundTrip(of: channel).whenComplete { result in
            let measured = (try? result.get()).flatMap { $0 }
            self.state.withLock { state in
                state.isMeasuring = false
                if let measured, measured > .zero { state.roundTrip = measured }
            }
        }
    }
}
