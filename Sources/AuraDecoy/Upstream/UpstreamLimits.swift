/// What an upstream is given, and how long it is waited for.
public struct UpstreamLimits: Sendable, Hashable {
    /// Time to connect, TLS included. Whoever asks is told 504 after that. Above zero.
    public var connect: Duration
    /// Nothing comes from the upstream for this long after it was asked: 504, or the end of the connection if the answer
    /// has begun. Above zero; nginx has 60 s.
    public var silence: Duration
    /// Requests on their way at once, for all strangers together; more get 503. At least 1.
    public var requests: Int

    /// Limits; the defaults suit a server on the same host as well as one across the ocean.
    public init(connect: Duration = .seconds(10), silence: Duration = .seconds(60), requests: Int = 256) {
        self.connect = connect
        self.silence = silence
        self.requests = requests
    }
}
