/// The bounds that AuraPKI puts on everything it reads or makes.
public enum PKILimits {
    /// The longest certificate that is read, in bytes of DER. Ours are about 500; the rest is room for long host names.
    public static let maximumCertificateBytes = 2048

    /// The largest PEM file that is read, in bytes: one certificate or one key with some text around it.
    public static let maximumPEMBytes = 16 * 1024

    /// The largest PEM file of a TLS certificate with its chain, or of its key, that is read, in bytes.
    public static let maximumTLSFileBytes = 64 * 1024

    /// The largest record file (revoked or issued certificates) that is read, in bytes.
    public static let maximumRecordFileBytes = 16 * 1024 * 1024

    /// The most entries that a record file may hold.
    public static let maximumRecords = 100_000

    /// The longest serial number, in bytes (RFC 5280 section 4.1.2.2).
    public static let maximumSerialBytes = 20

    /// The length of a serial number that we make, in bytes.
    public static let issuedSerialBytes = 16

    /// The longest client name in characters, which is what X.520 allows a common name (`ub-common-name`).
    public static let maximumPeerNameLength = 64

    /// The longest DNS name in characters (RFC 1035 section 2.3.4, without the root's dot).
    public static let maximumHostNameLength = 253

    /// The longest label of a DNS name in characters (RFC 1035 section 2.3.4).
    public static let maximumHostLabelLength = 63

    /// How far the start of a new certificate lies in the past, so that a peer whose clock is behind accepts it.
    public static let backdating = Duration.seconds(3600)

    /// How long a new certificate authority is valid: ten years.
    public static let authorityValidity = Duration.seconds(3650 * 86400)

    /// The longest validity that a certificate may be made with: thirty years.
    public static let maximumValidity = Duration.seconds(30 * 365 * 86400)

    /// Certificates that a verifier remembers having checked, at most. Each takes about 600 bytes.
    public static let knownLeaves = 8_192

    /// The most characters of a foreign text that an error repeats.
    static let maximumQuotedCharacters = 128
}
