internal import AuraWire

extension ClientProfile {
    /// Parses a profile. Throws every problem at once.
    public init(parsing text: ConfigurationText) throws(ConfigurationError) {
        let document = try TOMLDocument(text)
        let root = TableReader<ProfileKeys.Root>(document.root, log: document.log)
        let parsed = ClientProfile(root, in: text)
        if let error = document.log.error { throw error }
        guard let parsed else { throw ConfigurationError(Self.incomplete(text.path)) }
        self = parsed
    }

    private init?(_ root: TableReader<ProfileKeys.Root>, in text: ConfigurationText) {
        let version = root.required(.version, .version)
        let client: TableReader<ProfileKeys.Client> = root.table(.client)
        let name = client.required(.name, .clientName)
        let serverName = client.required(.serverName, .host)
        let outerKey = client.required(.outerKey, .outerKey)
        let server = ProfileServer(root.table(.server))
        let transport: TableReader<ProfileKeys.Transport> = root.table(.transport)
        let order = Self.order(transport, server: server)
        let tlsName = transport.optional(.tlsName, ValueRule<HostName>.host.orNone, default: nil)
        let tlsPins = transport.list(
            .tlsPins, of: .pin, count: 0...ConfigurationLimits.maximumTLSPins, default: [])
        let bridges = ProfileBridges(root.table(.bridges), in: text)
        let tunnel = ProfileTunnel(root.table(.tunnel))
        let socket = client.optional(
            .controlSocket, .socket(in: text.directory), default: .standardSocket(of: tunnel?.interface ?? .standard))
        let log = LogSettings(root.table(.log))
        let pki = ProfilePKI(root.table(.pki))
        guard version != nil, let name, let serverName, let outerKey, let server, let order, let tlsName, let tlsPins,
            let bridges, let tunnel, let socket, let log, let pki
        else { return nil }
        self.init(
            name: name, serverName: serverName, outerKey: outerKey, controlSocket: socket, server: server,
            transportOrder: order, tlsName: tlsName, tlsPins: tlsPins, bridges: bridges, tunnel: tunnel, log: log,
            pki: pki)
    }

    private static func order(
        _ table: TableReader<ProfileKeys.Transport>, server: ProfileServer?
    ) -> [TransportKind]? {
        let kinds = TransportKind.allCases.count
        guard let order = table.list(.order, of: .choice, count: 1...kinds, default: standardOrder) else { return nil }
        if Set(order).count < order.count {
            table.log.report(table.path(of: .order), found: "a transport twice", expected: "each at most once")
        }
        if let server, !order.contains(where: { server[$0] != nil }) {
            table.log.report(
                table.path(of: .order), found: "no transport that has a port in [server]", expected: "at least one")
        }
        return order
    }

    /// Every part that is missing was reported before; this is for a part that was not.
    private static func incomplete(_ path: String) -> ConfigurationProblem {
        ConfigurationProblem(file: path, found: "an incomplete file", expected: "a whole profile")
    }
}

extension ProfileServer {
    fileprivate init?(_ table: TableReader<ProfileKeys.Server>) {
        let host = table.required(.host, .host)
        let port = ValueRule<UInt16>.port.orNone
        let udp = table.optional(.udp, port, default: nil)
        let tcp = table.optional(.tcp, port, default: nil)
        let quic = table.optional(.quic, port, default: nil)
        guard let host, let udp, let tcp, let quic else { return nil }
        self.init(host: host, udp: udp, tcp: tcp, quic: quic)
    }
}

extension ProfileBridges {
    fileprivate init?(_ table: TableReader<ProfileKeys.Bridges>, in text: ConfigurationText) {
        let path = ValueRule<ConfiguredPath>.path(in: text.directory).orNone
        let manifest = table.optional(.manifest, ValueRule<String>.manifest.orNone, default: nil)
        let file = table.optional(.file, path, default: nil)
        let url = table.optional(.url, ValueRule<BridgesURL>.manifestURL.orNone, default: nil)
        let keep = table.optional(.keep, path, default: nil)
        guard let manifest, let file, let url, let keep else { return nil }
        self.init(manifest: manifest, file: file, url: url, keep: keep)
        // What the client keeps there is how it knows an old manifest; nobody else may write it.
        if let file, file.resolved == (keep ?? Self.standardKeep(of: text.path))?.resolved {
            table.log.report(
                table.path(of: .file), found: "the file in which the client keeps its newest manifest",
                expected: "another file", suggestion: "name another as bridges.file or as bridges.keep")
        }
    }
}

extension ProfileTunnel {
    fileprivate init?(_ table: TableReader<ProfileKeys.Tunnel>) {
        let interface = table.optional(.interface, .interface, default: .standard)
        let action = table.optional(.defaultAction, .choice, default: SplitAction.direct)
        let split = SplitRules(table.table(.split))
        let offload = table.optional(.offload, .boolean, default: Self.standardOffload)
        let busyPoll = table.optional(
            .busyPollMicroseconds, .microseconds(ConfigurationLimits.busyPollMicroseconds),
            default: Self.standardBusyPoll)
        let rekeyAfter = table.optional(
            .rekeyAfterSeconds, .seconds(ConfigurationLimits.rekeySeconds), default: Self.standardRekeyAfter)
        guard let interface, let action, let split, let offload, let busyPoll, let rekeyAfter else { return nil }
        self.init(
            interface: interface, defaultAction: action, split: split, offload: offload, busyPoll: busyPoll,
            rekeyAfter: rekeyAfter)
    }
}

extension ProfilePKI {
    fileprivate init?(_ table: TableReader<ProfileKeys.PKI>) {
        let ca = table.required(.ca, .certificatePEM)
        let certificate = table.required(.certificate, .certificatePEM)
        let key = table.required(.key, .privateKeyPEM)
        guard let ca, let certificate, let key else { return nil }
        self.init(ca: ca, certificate: certificate, key: key)
    }
}
