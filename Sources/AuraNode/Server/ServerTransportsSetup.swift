internal import AuraConfig
internal import AuraCrypto
internal import AuraDecoy
internal import AuraPKI
internal import AuraTransport
internal import AuraWire
internal import Crypto
internal import Foundation
internal import Logging

/// Binds the transports that a configuration enables, with their certificate and with what strangers see.
struct ServerTransportsSetup {
    private let settings: ServerConfiguration
    private let key: OuterKey
    private let queues: Int
    private let logger: Logger

    /// - Parameter queues: how many sockets of the udp transport share its port.
    init(_ settings: ServerConfiguration, queues: Int, logger: Logger) throws(NodeError) {
        self.settings = settings
        self.queues = queues
        self.logger = logger
        key = try PKILoading.outerKey(settings.outerKey)
    }

    /// The transports, and what must be closed after them.
    func bind() throws(NodeError) -> (server: MultiServer, decoy: Decoy?) {
        guard !settings.transports.enabled.isEmpty else {
            throw .configuration("no transport is enabled; set transport.udp.enabled, or tcp or quic, to true")
        }
        let decoy = settings.transports.tcp.enabled ? try decoy() : nil
        let plan = try plan(decoy)
        do throws(TransportError) {
            let server = try MultiServer.bind(plan, key: key, logger: logger)
            report(server)
            return (server, decoy)
        } catch {
            throw .socket(error)
        }
    }

    /// A port that is not the wanted one, and a transport that is not there at all, must not go unnoticed.
    private func report(_ server: MultiServer) {
        for (kind, error) in server.failures {
            logger.error(
                "A transport is not served", metadata: ["transport": "\(kind.rawValue)", "reason": "\(error)"])
        }
        for (kind, bound) in server.boundAddresses {
            guard let wanted = server.requestedAddresses[kind], wanted.port != 0, wanted != bound else { continue }
            logger.warning(
                "The wanted port is taken; serving on another",
                metadata: ["transport": "\(kind.rawValue)", "wanted": "\(wanted)", "bound": "\(bound)"])
        }
    }

    private func plan(_ decoy: Decoy?) throws(NodeError) -> MultiServer.Plan {
        var plan = MultiServer.Plan()
        plan.scan = PortScan(maximumCandidates: settings.transports.portScan)
        plan.requiresAll = settings.transports.requireAll
        if settings.transports.udp.enabled { plan.udp = address(.udp) }
        plan.udpSockets = queues
        plan.udpConfiguration.busyPoll = settings.tunnel.busyPoll
        guard settings.needsTLS else { return plan }
        // It says what to do about each.
        let problems = settings.fileProblems()
        guard problems.isEmpty else {
            throw .configuration(problems.map(\.description).joined(separator: "; "))
        }
        let certificate = try certificate()
        if let decoy { plan.tcp = (address(.tcp), tcp(certificate, decoy)) }
        if settings.transports.quic.enabled {
            var configuration = QUICServerConfiguration(
                certificate: certificate.certificatePEM, key: certificate.privateKeyPEM, secret: try quicSecret())
            configuration.busyPoll = settings.tunnel.busyPoll
            plan.quic = (address(.quic), configuration)
        }
        return plan
    }

    private func tcp(_ certificate: TLSCertificate, _ decoy: Decoy) -> TCPServerConfiguration {
        let website = TCPServerConfiguration.Website(
            http1: { try decoy.addHTTP1Handlers(to: $0) }, http2: { try decoy.addHandlers(to: $0) },
            plain: { try decoy.addPlainHTTPHandlers(to: $0) })
        return TCPServerConfiguration(
            certificateChain: certificate.certificatePEM, privateKey: certificate.privateKeyPEM, website: website)
    }

    private func address(_ kind: TransportKind) -> SocketAddress {
        SocketAddress(settings.listen, port: settings.transports[kind].port)
    }

    private func decoy() throws(NodeError) -> Decoy {
        let source: DecoySource
        switch settings.decoy {
        case .builtIn: source = .builtIn(seed: seed)
        case .site(let path): source = .site(directory: path.resolved)
        case .upstream(let upstream): source = .upstream("\(upstream)")
        }
        do { return try Decoy(source, logger: logger) } catch { throw .configuration("decoy: \(error)") }
    }

    /// The same for as long as the outer key is, and tells nothing about it.
    private var seed: UInt64 {
        let digest = HMAC<SHA256>.authenticationCode(
            for: Array("aura decoy".utf8), using: SymmetricKey(data: settings.outerKey.bytes))
        return digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func certificate() throws(NodeError) -> TLSCertificate {
        let certificate: String
        let key: String
        do {
            let limit = PKILimits.maximumTLSFileBytes
            certificate = try BoundedFile.loadText(settings.files.tlsCertificate.resolved, limit: limit)
            key = try SecretFile.loadText(settings.files.tlsKey.resolved, limit: limit)
        } catch {
            throw .file(error)
        }
        do { return try TLSCertificate(certificatePEM: certificate, privateKeyPEM: key) } catch { throw .pki(error) }
    }

    private func quicSecret() throws(NodeError) -> [UInt8] {
        let path = settings.files.quicSecret.resolved
        let secret: [UInt8]
        do { secret = try SecretFile.load(path) } catch { throw .file(error) }
        guard secret.count == ConfigurationLimits.quicSecretBytes else {
            throw .configuration(
                "\(path): \(secret.count) bytes found, \(ConfigurationLimits.quicSecretBytes) expected; remove the file "
                    + "and run aura tls-init")
        }
        return secret
    }
}
