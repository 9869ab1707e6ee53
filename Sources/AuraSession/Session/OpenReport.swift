public import AuraWire

/// What came of a run of datagrams.
public struct OpenReport: Sendable {
    /// Control messages that were in it, in order.
    public var control: [OpenedControl] = []
    /// Datagrams whose counters had been seen or were too old.
    public var replayed = 0
    /// Datagrams that do not authenticate.
    public var forged = 0
    /// Datagrams for keys that are gone.
    public var withoutKeys = 0
    /// Authenticated datagrams with a payload that makes no sense.
    public var malformed = 0
    /// True when the peer has moved to another path.
    public var moved = false
    /// True when the datagram opened last is one that a session follows to its path.
    var takesAlong = true

    /// An empty report.
    public init() {}

    /// Takes a control message that was opened; one that makes no sense is counted.
    mutating func take(_ message: [UInt8], keyIndex: UInt32, path: SessionPath) {
        do {
            let message = try ControlMessage(decoding: message[...])
            control.append(OpenedControl(message: message, keyIndex: keyIndex, path: path))
        } catch {
            malformed += 1
        }
    }

    mutating func count(_ error: OpenError) {
        switch error {
        case .noKeys: withoutKeys += 1
        case .replayed: replayed += 1
        case .forged: forged += 1
        case .malformed: malformed += 1
        }
    }
}

/// A control message, the index of the keys that opened it - a word about one handshake must not be taken for a word
/// about another - and the path that it came over.
public struct OpenedControl: Hashable, Sendable {
    /// The message.
    public let message: ControlMessage
    /// The receiver index of the datagram that carried it.
    public let keyIndex: UInt32
    /// The path that the datagram came over.
    public let path: SessionPath

    /// Puts the three together.
    public init(message: ControlMessage, keyIndex: UInt32, path: SessionPath) {
        self.message = message
        self.keyIndex = keyIndex
        self.path = path
    }
}
