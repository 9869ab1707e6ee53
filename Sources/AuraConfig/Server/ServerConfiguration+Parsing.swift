internal import AuraWire

extension ServerConfiguration {
    /// Parses server.toml. Throws every problem at once.
    public init(parsing text: ConfigurationText) throws(ConfigurationError) {
        let document = try TOMLDocument(text)
        let root = TableReader<ServerKeys.Root>(document.root, log: document.log)
        let parsed = ServerConfiguration(root, directory: text.directory)
        if let error = document.log.error { throw error }
        guard let parsed else { throw ConfigurationError(Self.incomplete(text.path)) }
        self = parsed
    }

    private init?(_ root: TableReader<ServerKeys.Root>, directory: String) {
        let version = root.required(.version, .version)
        let server: TableReader<ServerKeys.Server> = root.table(.server)
        let host = server.required(.publicHost, .host)
        let listen = server.optional(.listen, .address, default: .v6(IPv6Address(bits: 0)))
        let outerKey = server.required(.outerKey, .outerKey)
        let transport: TableReader<ServerKeys.Transports> = root.table(.transport)
        let files = ServerFiles(server, transport, root.table(.bridges), directory: directory)
        let transports = ServerTransports(transport)
        let decoy = ServerDecoy(root.table(.decoy), directory: directory)
        let tunnel = ServerTunnel(root.table(.tunnel))
        let log = LogSettings(root.table(.log))
        guard version != nil, let host, let listen, let outerKey, let files, let transports, let decoy, let tunnel,
            let log
        else { return nil }
        self.init(
            publicHost: host, listen: listen, outerKey: outerKey, files: files, transports: transports, decoy: decoy,
            tunnel: tunnel, log: log)
    }

    /// Every part that is missing was reported before; this is for a part that was not.
    private static func incomplete(_ path: String) -> ConfigurationProblem {
        ConfigurationProblem(file: path, found: "an incomplete file", expected: "a whole server.toml")
    }
}

extension ServerFiles {
    fileprivate init?(
        _ server: TableReader<ServerKeys.Server>, _ transport: TableReader<ServerKeys.Transports>,
        _ bridges: TableReader<ServerKeys.Bridges>, directory: String
    ) {
        guard let standard = ServerFiles(standardIn: directory) else { return nil }
        let rule = ValueRule<ConfiguredPath>.path(in: directory)
        let certificate = server.optional(.certificate, rule, default: standard.certificate)
        let key = server.optional(.key, rule, default: standard.key)
        let ca = server.optional(.ca, rule, default: standard.ca)
        let revoked = server.optional(.revoked, rule, default: standard.revoked)
        let leases = server.optional(.leases, rule, default: standard.leases)
        let socket = server.optional(.controlSocket, .socket(in: directory), default: standard.controlSocket)
        let tlsCertificate = transport.optional(.tlsCertificate, rule, default: standard.tlsCertificate)
        let tlsKey = transport.optional(.tlsKey, rule, default: standard.tlsKey)
        let quicSecret = transport.optional(.quicSecret, rule, default: standard.quicSecret)
        let manifest = bridges.optional(.file, rule, default: standard.bridges)
        guard let certificate, let key, let ca, let revoked, let leases, let socket, let tlsCertificate, let tlsKey,
            let quicSecret, let manifest
        else { return nil }
        self.init(
            certificate: certificate, key: key, ca: ca, revoked: revoked, leases: leases,
            tlsCertificate: tlsCertificate, tlsKey: tlsKey, quicSecret: quicSecret, bridges: manifest,
            controlSocket: socket)
    }
}

extension ServerTransports {
    fileprivate init?(_ table: TableReader<ServerKeys.Transports>) {
        let udp = Entry(table.table(.udp), of: .udp)
        let tcp = Entry(table.table(.tcp), of: .tcp)
        let quic = Entry(table.table(.quic), of: .quic)
        let scan = table.optional(
            .portScan, .integer(ConfigurationLimits.portScan, unit: "ports"), default: Self.standardPortScan)
        let requireAll = table.optional(.requireAll, .boolean, default: false)
        guard let udp, let tcp, let quic, let scan, let requireAll else { return nil }
        self.init(udp: udp, tcp: tcp, quic: quic, portScan: scan, requireAll: requireAll)
        if enabled.isEmpty {
            table.log.report(table.path, found: "every transport is disabled", expected: "at least one enabled")
        }
    }
}

extension ServerTransports.Entry {
    fileprivate init?(_ table: TableReader<ServerKeys.Transport>, of kind: TransportKind) {
        let enabled = table.optional(.enabled, .boolean, default: true)
        let port = table.optional(.port, .port, default: kind.standardPort)
        guard let enabled, let port else { return nil }
        self.init(enabled: enabled, port: port)
    }
}

extension ServerDecoy {
    fileprivate init?(_ table: TableReader<ServerKeys.Decoy>, directory: String) {
        let site = table.optional(.site, ValueRule<ConfiguredPath>.path(in: directory).orNone, default: nil)
        let upstream = table.optional(.upstream, ValueRule<DecoyUpstream>.upstream.orNone, default: nil)
        guard let site, let upstream else { return nil }
        switch (site, upstream) {
        case (let site?, nil): self = .site(site)
        case (nil, let upstream?): self = .upstream(upstream)
        case (nil, nil): self = .builtIn
        case (.some, .some):
            table.log.report(
                table.path(of: .upstream), found: "both a site and an upstream",
                expected: "one of the two, or neither for the site that comes with Aura",
                suggestion: "remove one of the two")
            return nil
        }
    }
}

extension ServerTunnel {
    fileprivate init?(_ table: TableReader<ServerKeys.Tunnel>) {
        typealias Limits = ConfigurationLimits
        let interface = table.optional(.interface, .interface, default: .standard)
        let pool = table.optional(.pool, .pool, default: Self.standardPool)
        let pool6 = table.required(.pool6, .pool6)
        let mtu = table.optional(.mtu, .integer(Limits.mtu, unit: "bytes"), default: Self.standardMTU)
        let dns = table.list(.dns, of: .address, count: 0...Limits.maximumDNSServers, default: [])
        let keepalive = table.optional(
            .keepaliveSeconds, .seconds(Limits.keepaliveSeconds), default: Self.standardKeepalive)
        let between = table.optional(.allowClientToClient, .boolean, default: false)
        let clients = table.optional(.maxClients, .integer(Limits.clients), default: Self.standardMaximumClients)
        let offload = table.optional(.offload, .boolean, default: Self.standardOffload)
        let busyPoll = table.optional(
            .busyPollMicroseconds, .microseconds(Limits.busyPollMicroseconds), default: Self.standardBusyPoll)
        let queues = table.optional(.queues, ValueRule<Int>.integer(Limits.queues).orNone, default: nil)
        guard let interface, let pool, let pool6, let mtu, let dns, let keepalive, let between, let clients,
            let offload, let busyPoll, let queues
        else { return nil }
        self.init(
            interface: interface, pool: pool, pool6: pool6, mtu: mtu, dns: dns, keepalive: keepalive,
            allowClientToClient: between, maximumClients: clients, offload: offload, busyPoll: busyPoll,
            queues: queues)
    }
}

extension LogSettings {
    /// Reads the `[log]` table of either file.
    init?(_ table: TableReader<LogKeys>) {
        let level = table.optional(.level, .choice, default: LogLevel.info)
        let format = table.optional(.format, .choice, default: LogFormat.text)
        guard let level, let format else { return nil }
        self.init(level: level, format: format)
    }
}
