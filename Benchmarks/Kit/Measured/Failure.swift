/// Something that could not be measured.
public struct Failure: Codable, Sendable {
    /// The peer's name.
    public let peer: String
    /// The run, from 1.
    public let run: Int
    /// What went wrong.
    public let reason: String

    /// Something that could not be measured.
    public init(peer: String, run: Int, reason: String) {
        self.peer = peer
        self.run = run
        self.reason = reason
    }
}
