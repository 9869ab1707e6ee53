import AuraConfig
import AuraWire

/// Valid models with values drawn by a seeded generator.
enum RandomModels {
    static func server(_ generator: inout SeededGenerator) throws -> ServerConfiguration {
        var entries = TransportKind.allCases.map { _ in
            ServerTransports.Entry(
                enabled: Bool.random(using: &generator), port: .random(in: 1...UInt16.max, using: &generator))
        }
        entries[0].enabled = true
        var files = try Fixtures.required(ServerFiles(standardIn: "/etc/aura", ca: name(&generator, 40)))
        files.tlsCertificate = try path(&generator)
        files.tlsKey = try path(&generator)
        files.quicSecret = try path(&generator)
        files.bridges = try path(&generator)
        let transports = ServerTransports(
            udp: entries[0], tcp: entries[1], quic: entries[2],
            portScan: .random(in: ConfigurationLimits.portScan, using: &generator),
            requireAll: .random(using: &generator))
        return ServerConfiguration(
            publicHost: try host(&generator), listen: address(&generator), outerKey: outerKey(&generator),
            files: files, transports: transports,
            decoy: try decoy(&generator),
            tunnel: try tunnel(&generator), log: log(&generator))
    }

    static func profile(_ generator: inout SeededGenerator) throws -> ClientProfile {
        let tunnel = ProfileTunnel(
            interface: try Fixtures.required(InterfaceName("i" + name(&generator, 14))),
            defaultAction: SplitAction.allCases.randomElement(using: &generator) ?? .vpn, split: split(&generator),
            offload: .random(using: &generator), busyPoll: busyPoll(&generator),
            rekeyAfter: .seconds(Int.random(in: 5...120, using: &generator)))
        let order = TransportKind.allCases.shuffled(using: &generator)
        return ClientProfile(
            name: try Fixtures.required(ClientName("c" + name(&generator, 63))), serverName: try host(&generator),
            outerKey: outerKey(&generator),
            controlSocket: Bool.random(using: &generator) ? ConfiguredPath("x.sock", in: "/home/alice") : nil,
            server: ProfileServer(
                host: try host(&generator), udp: Bool.random(using: &generator) ? 1 : nil, tcp: 65535,
                quic: Bool.random(using: &generator) ? 8444 : nil),
            transportOrder: Bool.random(using: &generator) ? order : [.tcp],
            tlsName: Bool.random(using: &generator) ? try host(&generator) : nil, tlsPins: try pins(&generator),
            bridges: try bridges(&generator), tunnel: tunnel, log: log(&generator),
            pki: try Fixtures.clientProfile().pki)
    }

    private static func bridges(_ generator: inout SeededGenerator) throws -> ProfileBridges {
        var bridges = ProfileBridges()
        if Bool.random(using: &generator) { bridges.manifest = noise(&generator) }
        if Bool.random(using: &generator) { bridges.file = try path(&generator) }
        if Bool.random(using: &generator) { bridges.keep = ConfiguredPath("kept", in: "/home/alice") }
        if Bool.random(using: &generator) { bridges.url = try url(&generator) }
        return bridges
    }

    private static func url(_ generator: inout SeededGenerator) throws -> BridgesURL {
        let host = try host(&generator)
        let name = host.address?.isIPv6 == true ? "[\(host)]" : host.text
        let port = UInt16.random(in: 1...UInt16.max, using: &generator)
        return try Fixtures.required(BridgesURL("https://\(name):\(port)/\(Self.name(&generator, 30))?a=%2f"))
    }

    /// A text of what TOML treats in its own ways, mixed with what it does not.
    static func noise(_ generator: inout SeededGenerator) -> String {
        let pieces = [
            "\"", "\"\"\"", "'", "'''", "\\", "\\u0000", "\\U00000000", "\n", "\r\n", "\r", "\t", " ", "#", "[",
            "a = 1",
            "\u{1}", "\u{c}", "\u{7f}", "\u{85}", "\u{feff}", "\u{2028}", "\u{301}", "ü", "日本", "🦊", "\u{10ffff}",
        ]
        let count = Int.random(in: 0...40, using: &generator)
        return (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
    }

    private static func decoy(_ generator: inout SeededGenerator) throws -> ServerDecoy {
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: return .builtIn
        case 1: return .site(try path(&generator))
        default:
            let port = UInt16.random(in: 1...UInt16.max, using: &generator)
            return .upstream(
                try Fixtures.required(
                    DecoyUpstream(Bool.random(using: &generator) ? .http : .https, host: host(&generator), port: port)))
        }
    }

    private static func pins(_ generator: inout SeededGenerator) throws -> [CertificatePin] {
        try (0..<Int.random(in: 0...ConfigurationLimits.maximumTLSPins, using: &generator)).map { _ in
            try Fixtures.required(CertificatePin(bytes: outerKey(&generator).bytes))
        }
    }

    private static func path(_ generator: inout SeededGenerator) throws -> ConfiguredPath {
        try Fixtures.required(ConfiguredPath("/" + name(&generator, 30), in: "/etc/aura"))
    }

    private static func tunnel(_ generator: inout SeededGenerator) throws -> ServerTunnel {
        let pool = CIDR(
            containing: .v4(IPv4Address(bits: .random(in: 0...UInt32.max, using: &generator))),
            prefixLength: .random(in: 8...30, using: &generator))
        let pool6 = CIDR(
            containing: .v6(IPv6Address(bits: .random(in: 0...UInt128.max, using: &generator))),
            prefixLength: .random(in: 48...112, using: &generator))
        return ServerTunnel(
            interface: try Fixtures.required(InterfaceName("i" + name(&generator, 14))),
            pool: try Fixtures.required(pool),
            pool6: try Fixtures.required(pool6), mtu: .random(in: 1280...1500, using: &generator),
            dns: (0..<Int.random(in: 0...8, using: &generator)).map { _ in address(&generator) },
            keepalive: .seconds(Int.random(in: 1...120, using: &generator)),
            allowClientToClient: .random(using: &generator), maximumClients: .random(in: 1...65535, using: &generator),
            offload: .random(using: &generator), busyPoll: busyPoll(&generator),
            queues: Bool.random(using: &generator) ? .random(in: 1...16, using: &generator) : nil)
    }

    private static func busyPoll(_ generator: inout SeededGenerator) -> Duration {
        .microseconds(Int.random(in: 0...1000, using: &generator))
    }

    private static func split(_ generator: inout SeededGenerator) -> SplitRules {
        let blocks = Array(Set((0..<20).map { _ in CIDR(host: address(&generator)) }))
        return SplitRules(vpn: Array(blocks.prefix(7)), direct: Array(blocks.dropFirst(7)))
    }

    private static func address(_ generator: inout SeededGenerator) -> IPAddress {
        Bool.random(using: &generator)
            ? .v4(IPv4Address(bits: .random(in: 0...UInt32.max, using: &generator)))
            : .v6(IPv6Address(bits: .random(in: 0...UInt128.max, using: &generator)))
    }

    private static func host(_ generator: inout SeededGenerator) throws -> HostName {
        if Bool.random(using: &generator) { return HostName(address(&generator)) }
        let label = "h" + name(&generator, 20).filter { $0.isLetter || $0.isNumber }
        return try Fixtures.required(HostName("\(label).\(label)"))
    }

    private static func outerKey(_ generator: inout SeededGenerator) -> SecretBytes {
        SecretBytes((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    private static func log(_ generator: inout SeededGenerator) -> LogSettings {
        LogSettings(
            level: LogLevel.allCases.randomElement(using: &generator) ?? .info,
            format: LogFormat.allCases.randomElement(using: &generator) ?? .text)
    }

    /// Letters, digits, `_`, `-` and single dots.
    private static func name(_ generator: inout SeededGenerator, _ most: Int) -> String {
        let letters = Array("abcXYZ019_-")
        return String(
            (0..<Int.random(in: 1...most, using: &generator)).map { _ in letters.randomElement(using: &generator) ?? "a"
            })
    }
}
