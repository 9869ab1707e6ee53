internal import AuraWire
internal import Foundation

extension ServerConfiguration {
    /// server.toml with every key and a comment for each; parsing it gives this configuration back.
    ///
    /// The text holds the outer key: write it to a file that only its owner can read.
    public func rendered() -> String {
        var page = TOMLPage(heading: [
            "The configuration of an Aura server. Unknown keys are errors; \"aura check-config FILE\" checks this file.",
            "It holds a secret: only its owner may read it (chmod 600). Paths are relative to the file's directory.",
        ])
        page.entry(ServerKeys.Root.version, raw: "1", "The version of this file's format.")
        renderServer(into: &page)
        files.render(into: &page)
        page.table("transport", "How ports are bound, and what tcp and quic need.")
        transports.renderBinding(into: &page)
        files.renderTransport(into: &page)
        transports.render(into: &page)
        files.renderBridges(into: &page)
        decoy.render(into: &page)
        tunnel.render(into: &page)
        log.render(into: &page)
        return page.text
    }

    private func renderServer(into page: inout TOMLPage) {
        page.table("server")
        page.entry(ServerKeys.Server.publicHost, publicHost.text, "The name or address that clients dial.")
        page.entry(
            ServerKeys.Server.listen, listen.description, "The address to bind; \"::\" takes both IPv6 and IPv4.")
        page.entry(
            ServerKeys.Server.outerKey, Data(outerKey.bytes).base64EncodedString(),
            "Secret that every client shares: who lacks it gets no answer. Base64 of 32 bytes.")
    }
}

extension ServerFiles {
    fileprivate func render(into page: inout TOMLPage) {
        page.entry(ServerKeys.Server.certificate, certificate.written, "The server's certificate.")
        page.entry(ServerKeys.Server.key, key.written, "The server's private key; only its owner may read it.")
        page.entry(
            ServerKeys.Server.ca, ca.written, "The certificate of the authority that clients' certificates come from.")
        page.entry(
            ServerKeys.Server.revoked, revoked.written, "Revoked serial numbers; a missing file revokes nothing.")
        page.entry(ServerKeys.Server.leases, leases.written, "Where the addresses given to clients are kept.")
        page.entry(ServerKeys.Server.controlSocket, controlSocket.written, "Where \"aura status\" asks.")
    }
}

extension ServerFiles {
    fileprivate func renderTransport(into page: inout TOMLPage) {
        typealias Key = ServerKeys.Transports
        page.entry(
            Key.tlsCertificate, tlsCertificate.written,
            "The certificate that everybody sees, like a website's: the leaf first, then its chain, if it has one.")
        page.entry(Key.tlsKey, tlsKey.written, "Its private key; only its owner may read it.")
        page.entry(
            Key.quicSecret, quicSecret.written,
            "\(ConfigurationLimits.quicSecretBytes) random bytes; only their owner may read them. While they stay, clients"
                + " notice a restart at once.")
    }
}

extension ServerDecoy {
    fileprivate func render(into page: inout TOMLPage) {
        page.table(
            "decoy",
            "What a web browser or a scanner gets on tcp: a site of yours, or what another web server answers. Not both;",
            "with neither, the site that comes with Aura.")
        switch self {
        case .site(let path):
            page.entry(ServerKeys.Decoy.site, path.written, "A directory of files, with an \(Self.indexPage).")
        case .upstream(let upstream):
            page.entry(
                ServerKeys.Decoy.upstream, upstream.description,
                "A web server that is asked instead, http:// or https://.")
        case .builtIn:
            page.remark("site = \"/srv/www\"", "upstream = \"http://127.0.0.1:8080\"")
        }
    }
}

extension ServerFiles {
    fileprivate func renderBridges(into page: inout TOMLPage) {
        page.table("bridges")
        page.entry(
            ServerKeys.Bridges.file, bridges.written,
            "The manifest that is handed to clients when it is there; \"aura sign-bridges\" makes it.")
    }
}

extension ServerTransports {
    fileprivate func renderBinding(into page: inout TOMLPage) {
        page.entry(
            ServerKeys.Transports.portScan, raw: String(portScan),
            "Ports that each transport tries when the wanted one is taken, that one included; 0: that one or none.")
        page.entry(
            ServerKeys.Transports.requireAll, raw: String(requireAll),
            "Whether the server ends when a transport finds no port, instead of serving the others.")
    }

    fileprivate func render(into page: inout TOMLPage) {
        for kind in TransportKind.allCases {
            page.table("transport.\(kind.rawValue)", kind.summary)
            page.entry(ServerKeys.Transport.enabled, raw: String(self[kind].enabled))
            page.entry(ServerKeys.Transport.port, raw: String(self[kind].port))
        }
    }
}

extension TransportKind {
    fileprivate var summary: String {
        switch self {
        case .udp: "Aura's own protocol over UDP."
        case .tcp: "TLS 1.3 over TCP."
        case .quic: "QUIC datagrams."
        }
    }
}

extension ServerTunnel {
    fileprivate func render(into page: inout TOMLPage) {
        typealias Key = ServerKeys.Tunnel
        typealias Limits = ConfigurationLimits
        page.table("tunnel")
        page.entry(Key.interface, interface.text, "The network interface to make, 1 to 15 characters.")
        page.entry(Key.pool, pool.description, "IPv4 addresses for clients, a block from /8 to /30.")
        page.entry(Key.pool6, pool6.description, "IPv6 addresses for clients, a block from /48 to /112.")
        page.entry(Key.mtu, raw: String(mtu), "The largest inner packet in bytes, \(Self.words(Limits.mtu)).")
        page.entry(
            Key.dns, raw: TOMLText.array(dns.map(\.description)),
            "DNS servers that clients are told, at most \(Limits.maximumDNSServers).")
        page.entry(
            Key.keepaliveSeconds, raw: String(keepalive.components.seconds),
            "Seconds between keepalives, \(Self.words(Limits.keepaliveSeconds)).")
        page.entry(Key.allowClientToClient, raw: String(allowClientToClient), "Whether clients may reach one another.")
        page.entry(
            Key.maxClients, raw: String(maximumClients), "The most clients at once, \(Self.words(Limits.clients)).")
        page.offload(Key.offload, offload)
        page.busyPoll(Key.busyPollMicroseconds, busyPoll)
        page.setting(
            Key.queues, raw: String(queues ?? Self.maximumStandardQueues), isDefault: queues == nil,
            "Queues of the interface, and sockets of udp, each with a thread of its own, \(Self.words(Limits.queues));",
            "unless it is said: one for each processor, but at most \(Self.maximumStandardQueues).")
    }

    private static func words(_ range: ClosedRange<Int>) -> String { "\(range.lowerBound) to \(range.upperBound)" }
}
