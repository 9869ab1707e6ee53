internal import AuraWire
internal import NIOCore
internal import NIOSSL

/// Downloads something small by https, within bounds of size and time.
///
/// Plain HTTP/1.1 over TLS 1.2 or 1.3, with the certificate checked against the host. Redirects are followed, at most
/// ``maximumRedirects`` and only to https, since hosts of files send on to where the files are. Nothing in the request
/// tells one client from another, and no state is kept for the next download (no ETag: a host could number clients by it).
public struct HTTPSDownload: Sendable {
    /// How often the host may send elsewhere.
    public static let maximumRedirects = 3
    /// What an answer may have in all besides its body's bytes, counted twice: fields, and the lengths of its chunks.
    public static let maximumOverhead = 65_536
    /// How long one address of a host may take to connect before the next one is tried.
    public static let connectTimeout = Duration.seconds(5)

    /// A name or an address.
    public var host: String
    /// 1...65535.
    public var port: UInt16
    /// Path and query as they stand in the request, beginning with `/`.
    public var target: String
    /// From the start to the last byte, over all redirects.
    public var timeout = Duration.seconds(30)
    /// Mark for policy routing (SO_MARK), so that the download stays out of the tunnel. Linux only; needs CAP_NET_ADMIN.
    public var mark: UInt32?
    /// Certificates in PEM to trust instead of the system's authorities.
    public var roots: String?
    /// Finds the host's addresses.
    public var resolve: Dialer.Resolve

    /// Takes the parts of an https URL.
    public init(
        host: String, port: UInt16 = 443, target: String = "/", mark: UInt32? = nil,
        resolve: @escaping Dialer.Resolve = Dialer.system
    ) {
        self.host = host
        self.port = port
        self.target = target
        self.mark = mark
        self.resolve = resolve
    }

    /// Downloads it. Cancelling the task ends that at once.
    ///
    /// - Parameter limit: the most bytes that the body may have; one that is longer is an error.
    public func run(limit: Int) async throws(DownloadError) -> [UInt8] {
        let place = try DownloadPlace(host: host, port: port, target: target)
        let run = DownloadRun(self, context: try context(), limit: max(0, limit), place)
        do {
            return try await withTaskCancellationHandler {
                try await run.value()
            } onCancel: {
                run.fail(.cancelled)
            }
        } catch let error as DownloadError {
            throw error
        } catch {
            throw .notConnected(place.authority, "\(error)")
        }
    }

    private func context() throws(DownloadError) -> NIOSSLContext {
        do {
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.minimumTLSVersion = .tlsv12
            configuration.certificateVerification = .fullVerification
            configuration.applicationProtocols = ["http/1.1"]
            configuration.shutdownTimeout = .milliseconds(TCPLimits.goodbyeMilliseconds)
            if let roots {
                configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(roots.utf8)))
            }
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw .configuration("the authorities for https cannot be read, certificates in PEM are expected: \(error)")
        }
    }
}
