internal import AuraWire

/// A handshake that the server has answered and that waits for message 3, or has just had it.
///
/// A class only because dictionaries cannot hold values that must not be copied; the machine alone has it.
final class PendingHandshake {
    /// The index that we chose for the keys to come.
    let index: UInt32
    /// Its place among all handshakes that were answered: the later one of a client counts.
    let number: UInt64
    /// The index that the client chose.
    let clientIndex: UInt32
    let path: SessionPath
    let started: ContinuousClock.Instant
    /// Message 1, to know a repetition from a new one.
    let firstMessage: [UInt8]
    /// The highest attempt of message 1, then of message 3, that was answered.
    var answeredAttempt: UInt8
    var flight: Flight
    private var responder: Responder?
    /// The session that came of it; its client may ask for the welcome again.
    var session: (session: Session, welcome: Welcome)?

    init(
        index: UInt32, number: UInt64, message: Reassembler.Message, path: SessionPath, flight: Flight,
        responder: consuming Responder, now: ContinuousClock.Instant
    ) {
        self.index = index
        self.number = number
        self.path = path
        self.flight = flight
        self.responder = consume responder
        clientIndex = message.senderIndex
        firstMessage = message.bytes
        answeredAttempt = message.attempt
        started = now
    }

    /// True until message 3 has come.
    var isWaiting: Bool { responder != nil }

    /// The handshake's state, once.
    func takeResponder() -> Responder? { responder.take() }
}
