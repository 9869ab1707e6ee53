/// The bounds of the tcp transport (PROTOCOL.md, "TCP"). What a stranger can make a server hold is among them.
public enum TCPLimits {
    /// The longest frame's content, in bytes: a sealed super-packet of 64 KiB fits with all its headers.
    public static let maximumFrame = 66_000
    /// Bytes in front of each frame that say how long it is.
    public static let frameHeader = 4

    /// Bytes that wait for the event loop while the connection takes what it is given, at most.
    public static let queueBytes = 1 << 20
    /// The same while the connection is slow: what waits longer than a moment only adds delay.
    public static let slowQueueBytes = 256 << 10
    /// A connection that has taken nothing for this long, in milliseconds, is slow.
    public static let slowAfterMilliseconds = 20
    /// Frames are gathered into buffers of this size, in bytes: room for two of the longest.
    static let chunkBytes = 2 * (maximumFrame + frameHeader)
    /// Written bytes that NIO may hold for a connection before it says that it is full, and when it has room again.
    static let writeWaterMark = (low: 32 << 10, high: 64 << 10)
    /// Bytes that the kernel may hold for a connection before it has sent them the first time.
    static let unsentBytes: Int32 = 128 << 10
    /// The most that one read takes from a socket, in bytes.
    static let readBytes = 128 << 10
    /// Buffers for frames that are kept for use again, for all links of a process or listener.
    static let sparedBuffers = 16

    /// Milliseconds from accepting a connection to the end of its TLS handshake, at most.
    public static let handshakeMilliseconds: Int64 = 10_000
    /// Milliseconds from accepting a connection to a good first request, or to the website's first answer, at most.
    public static let firstRequestMilliseconds: Int64 = 15_000
    /// Milliseconds that somebody who is served the website may do nothing.
    public static let visitorIdleMilliseconds: Int64 = 15_000
    /// Bytes that a visitor must send at least, in that time, to count as doing something.
    static let visitorProgress = 4_096
    /// Milliseconds that data may stay unacknowledged before the system gives a link up.
    static let userTimeoutMilliseconds: Int32 = 12_000
    /// Seconds of silence after which the system asks whether the far side is there, and between asking again.
    static let keepaliveSeconds: (idle: Int32, interval: Int32, count: Int32) = (15, 5, 3)
    /// Milliseconds that a closing connection waits for the far side's goodbye.
    static let goodbyeMilliseconds: Int64 = 1_000

    /// Connections that have proved the outer key: in all, and from one address (IPv4) or /64 (IPv6).
    public static let links = (total: 4_096, perSource: 256)
    /// Connections that have not finished their TLS handshake: in all, and from one address (IPv4) or /64 (IPv6).
    public static let connecting = (total: 2_048, perSource: 1_024)
    /// Connections that have, and have not finished the head of a request.
    public static let greeted = (total: 1_024, perSource: 512)
    /// Connections that are served the website.
    public static let visitors = (total: 1_024, perSource: 64)
    /// Requests of one HTTP/2 connection that may be open at once.
    static let visitorStreams = 64
    /// Requests of all HTTP/2 connections of a process that may be open at once; more are reset.
    static let openStreams = 2_048
    /// Connections that the kernel may hold until they are accepted.
    static let backlog: Int32 = 4_096

    /// All header fields of an HTTP/2 request together, in bytes.
    static let headerBytes = 32 << 10
    /// Bytes of a server's answer to the client's first request that the client looks at.
    static let answerBytes = 8 << 10
}
