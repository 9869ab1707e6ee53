/// How a QUIC listener is set up.
public struct QUICServerConfiguration: Sendable {
    /// The certificate chain as PEM text, leaf first.
    public var certificate: String
    /// Its private key as PEM text. Never logged.
    public var key: String
    /// 32 bytes that stay the same from run to run, so that clients of an earlier run learn at once that it is over.
    /// Never logged; other keys are derived from it.
    public var secret: [UInt8]
    /// Socket buffer wanted for each direction, in bytes; the system may grant less.
    public var bufferBytes: Int32 = 4 << 20
    /// Limits of segmented sends (UDP_SEGMENT); `nil` sends every datagram by itself.
    public var segmentation: SegmentLimits? = .standard
    /// As in ``UDPConfiguration/busyPoll``.
    public var busyPoll = Duration.zero

    /// A listener that shows `certificate`.
    public init(certificate: String, key: String, secret: [UInt8]) {
        self.certificate = certificate
        self.key = key
        self.secret = secret
    }
}

extension QUICServerConfiguration: CustomStringConvertible, CustomReflectable {
    /// Says what it is, never what it holds.
    public var description: String { "QUICServerConfiguration(hidden)" }

    /// An empty mirror, so that dumps show nothing either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
