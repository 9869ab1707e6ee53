/// What came of sealing a run of packets.
public struct SealedRun: Sendable {
    /// Where the datagrams go.
    public var path: SessionPath
    /// Packets dealt with, dropped ones included.
    public var packets = 0
    /// Packets sealed.
    public var sealed = 0
    /// Bytes of inner packets sealed.
    public var bytes = 0
    /// True when nothing had been sent for a while: the state machine should look at its clocks again.
    public var wasQuiet: Bool

    init(path: SessionPath, wasQuiet: Bool) {
        self.path = path
        self.wasQuiet = wasQuiet
    }

    /// Counts a packet; a dropped one has no length.
    mutating func count(_ length: Int) {
        packets += 1
        guard length > 0 else { return }
        sealed += 1
        bytes += length
    }
}
