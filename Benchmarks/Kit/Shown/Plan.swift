public import struct Foundation.Date

/// What a benchmark set out to do.
public struct Plan: Sendable {
    /// One peer to measure.
    public struct Peer: Sendable {
        /// Its name.
        public let name: String
        /// What is measured, as it calls itself.
        public let version: String

        /// One peer to measure.
        public init(name: String, version: String) {
            self.name = name
            self.version = version
        }
    }

    /// When it began.
    public let begin: Date
    /// How often each peer is measured.
    public let runs: Int
    /// How long each measurement takes, in seconds.
    public let seconds: Int

    /// What to do.
    public init(begin: Date, runs: Int, seconds: Int) {
        self.begin = begin
        self.runs = runs
        self.seconds = seconds
    }
}
