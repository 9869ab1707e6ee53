/// What came of sealing a run of packets.
public struct SealedRun: Sendable {
    /// Where the datagrams go.
    public var path: SessionPath
    /// Packets sealed; a super-packet that went whole counts as its segments.
    public var sealed = 0
    /// Bytes of inner packets sealed.
    public var bytes = 0
    /// Super-packets that make no sense, and were passed over.
    public var malformed = 0
    /// True when nothing had been sent for a while: the state machine should look at its clocks again.
    public var wasQuiet: Bool

    init(path: SessionPath, wasQuiet: Bool) {
        self.path = path
        self.wasQuiet = wasQuiet
    }

    mutating func count(packets: Int, bytes: Int) {
        sealed += packets
        self.bytes += bytes
    }
}
