/// One run of one process: a process number alone is given out again.
public struct ProcessIdentity: Codable, Hashable, Sendable {
    /// The process number.
    public let pid: Int32
    /// When it started, in the system's own unit.
    public let start: UInt64
    /// Which run of the system that was; empty where the start time says so itself.
    public let boot: String

    /// Makes an identity from its parts.
    public init(pid: Int32, start: UInt64, boot: String) {
        self.pid = pid
        self.start = start
        self.boot = boot
    }

    /// This process.
    public static var current: ProcessIdentity {
        ProcessIdentity(running: currentPID) ?? ProcessIdentity(pid: currentPID, start: 0, boot: "")
    }

    /// True while that very process runs.
    public var isAlive: Bool { ProcessIdentity(running: pid) == self }
}
