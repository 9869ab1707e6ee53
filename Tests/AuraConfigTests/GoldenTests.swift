import AuraConfig
import Testing

@Suite("The text of rendered files")
struct GoldenTests {
    @Test("server.toml has every key with a comment")
    func server() throws {
        #expect(try Fixtures.serverConfiguration().rendered() == Self.serverText)
    }

    @Test("A profile has blocks for splits and multi-line strings for PEM")
    func profile() throws {
        #expect(try Fixtures.clientProfile().rendered() == Self.profileText)
    }

    @Test("The rendered texts are valid files of their kinds")
    func valid() throws {
        #expect(try Parsing.server(Self.serverText) == Fixtures.serverConfiguration())
        #expect(try Parsing.profile(Self.profileText) == Fixtures.clientProfile())
    }

    @Test("A port that is not offered is left out")
    func missingPort() throws {
        var profile = try Fixtures.clientProfile()
        profile.server.quic = nil
        #expect(profile.rendered().contains("quic =") == false)
        #expect(profile.rendered().contains("tcp = 8443"))
    }

    @Test("A decoy is written as the key that it has")
    func decoys() throws {
        var configuration = try Fixtures.serverConfiguration()
        configuration.decoy = .upstream(try #require(DecoyUpstream("https://[::1]/")))
        #expect(
            configuration.rendered().contains(
                "[decoy]\n# A web server that is asked instead, http:// or https://.\nupstream = \"https://[::1]:443\"\n"
            ))
        configuration.decoy = .site(try #require(ConfiguredPath("www", in: "/etc/aura")))
        let text = configuration.rendered()
        #expect(text.contains("[decoy]\n# A directory of files, with an index.html.\nsite = \"www\"\n"))
        #expect(!text.contains("upstream ="))
    }

    @Test("What few need is a comment while it has its default, and a key once it differs")
    func settings() throws {
        var configuration = try Fixtures.serverConfiguration()
        configuration.tunnel.offload = false
        configuration.tunnel.busyPoll = .microseconds(50)
        configuration.tunnel.queues = 4
        for line in ["offload = false", "busy_poll_us = 50", "queues = 4"] {
            #expect(configuration.rendered().contains("\n\(line)\n"))
        }
        var profile = try Fixtures.clientProfile()
        profile.tunnel.offload = false
        profile.tunnel.busyPoll = .microseconds(1000)
        profile.tunnel.rekeyAfter = .seconds(5)
        for line in ["offload = false", "busy_poll_us = 1000", "rekey_after_s = 5"] {
            #expect(profile.rendered().contains("\n\(line)\n"))
        }
    }

    @Test("A profile shows its bridges as they are, a manifest for people to read")
    func bridges() throws {
        var profile = try Fixtures.clientProfile()
        profile.bridges = ProfileBridges(
            manifest: Fixtures.manifest, file: ConfiguredPath("b.toml", in: "/home/alice"),
            url: BridgesURL("https://a.example:444/b?c"), keep: ConfiguredPath("kept", in: "/home/alice"))
        let expected = """
            [bridges]
            # A file that is watched for a newer manifest.
            file = "b.toml"
            # Where a newer manifest is looked for on the web.
            url = "https://a.example:444/b?c"
            # Where the newest manifest is kept, instead of beside this file.
            keep = "kept"
            # The manifest; the client finds newer ones itself.
            manifest = '''
            \(Fixtures.manifest)'''

            """
        #expect(profile.rendered().hasSuffix(expected))
    }

    private static let serverText = """
        # The configuration of an Aura server. Unknown keys are errors; "aura check-config FILE" checks this file.
        # It holds a secret: only its owner may read it (chmod 600). Paths are relative to the file's directory.

        # The version of this file's format.
        version = 1

        [server]
        # The name or address that clients dial.
        public_host = "vpn.example.org"
        # The address to bind; "::" takes both IPv6 and IPv4.
        listen = "::"
        # Secret that every client shares: who lacks it gets no answer. Base64 of 32 bytes.
        outer_key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
        # The server's certificate.
        certificate = "server.pem"
        # The server's private key; only its owner may read it.
        key = "server.key"
        # The certificate of the authority that clients' certificates come from.
        ca = "ca/ca.pem"
        # Revoked serial numbers; a missing file revokes nothing.
        revoked = "revoked.txt"
        # Where the addresses given to clients are kept.
        leases = "leases.json"
        # Where "aura status" asks.
        control_socket = "/run/aura/server.sock"

        # How ports are bound, and what tcp and quic need.
        [transport]
        # Ports that each transport tries when the wanted one is taken, that one included; 0: that one or none.
        port_scan = 20
        # Whether the server ends when a transport finds no port, instead of serving the others.
        require_all = false
        # The certificate that everybody sees, like a website's: the leaf first, then its chain, if it has one.
        tls_certificate = "tls.pem"
        # Its private key; only its owner may read it.
        tls_key = "tls.key"
        # 32 random bytes; only their owner may read them. While they stay, clients notice a restart at once.
        quic_secret = "quic.secret"

        # Aura's own protocol over UDP.
        [transport.udp]
        enabled = true
        port = 8443

        # TLS 1.3 over TCP.
        [transport.tcp]
        enabled = true
        port = 8443

        # QUIC datagrams.
        [transport.quic]
        enabled = true
        port = 8444

        [bridges]
        # The manifest that is handed to clients when it is there; "aura sign-bridges" makes it.
        file = "bridges.toml"

        # What a web browser or a scanner gets on tcp: a site of yours, or what another web server answers. Not both;
        # with neither, the site that comes with Aura.
        [decoy]
        # site = "/srv/www"
        # upstream = "http://127.0.0.1:8080"

        [tunnel]
        # The network interface to make, 1 to 15 characters.
        interface = "aura0"
        # IPv4 addresses for clients, a block from /8 to /30.
        pool = "10.77.0.0/16"
        # IPv6 addresses for clients, a block from /48 to /112.
        pool6 = "fd00:77::/64"
        # The largest inner packet in bytes, 1280 to 1500.
        mtu = 1320
        # DNS servers that clients are told, at most 8.
        dns = []
        # Seconds between keepalives, 1 to 120.
        keepalive_seconds = 15
        # Whether clients may reach one another.
        allow_client_to_client = false
        # The most clients at once, 1 to 65535.
        max_clients = 1000
        # Whether the kernel cuts, joins and checksums packets (TSO, USO, GRO): several times the speed. Turn it off if
        # transfers stall or packets arrive damaged, or to see single packets in a capture. The other end need not know.
        # offload = true
        # Microseconds that a thread without work looks for packets before it sleeps, 0 to 1000: burns processor
        # time for shorter round trips.
        # busy_poll_us = 0
        # Queues of the interface, and sockets of udp, each with a thread of its own, 1 to 16;
        # unless it is said: one for each processor, but at most 4.
        # queues = 4

        [log]
        # The least severe messages that are written: trace, debug, info, notice, warning, error, critical.
        level = "info"
        # "text" for people, "json" for one JSON object a line.
        format = "text"

        """

    private static let profileText = """
        # An Aura profile: all that one client needs. Unknown keys are errors; "aura check-config FILE" checks it.
        # It holds secrets: only its owner may read it (chmod 600).

        # The version of this file's format.
        version = 1

        [client]
        # This client's name, as its certificate carries it.
        name = "alice"
        # The name that the server's certificate must carry.
        server_name = "vpn.example.org"
        # Secret without which the server does not answer. Base64 of 32 bytes.
        outer_key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
        # Where "aura status" asks.
        control_socket = "/run/aura/client-aura0.sock"

        # The server, with a port for each transport that it offers.
        [server]
        host = "vpn.example.org"
        udp = 8443
        tcp = 8443
        quic = 8444

        [transport]
        # The transports in the order in which they are dialled.
        order = ["udp", "quic", "tcp"]
        # What tcp and quic call the server where others can see it (SNI, host); of an address, no SNI is sent.
        tls_name = "vpn.example.org"
        # SHA-256 fingerprints of the TLS certificates that are accepted; none: any. [pki] is checked always.
        tls_pins = ["000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"]

        [tunnel]
        # The network interface to make, 1 to 15 characters.
        interface = "aura0"
        # Traffic that no block below matches goes through the tunnel ("vpn") or past it ("direct").
        default = "direct"
        # Whether the kernel cuts, joins and checksums packets (TSO, USO, GRO): several times the speed. Turn it off if
        # transfers stall or packets arrive damaged, or to see single packets in a capture. The other end need not know.
        # offload = true
        # Microseconds that a thread without work looks for packets before it sleeps, 0 to 1000: burns processor
        # time for shorter round trips.
        # busy_poll_us = 0
        # New keys at least this often, in seconds, 5 to 120.
        # rekey_after_s = 120

        # Blocks of addresses that go through the tunnel ([[tunnel.split.vpn]]) or past it ([[tunnel.split.direct]]),
        # each with a line like: cidr = "10.0.0.0/8". The longest matching prefix decides.

        [[tunnel.split.vpn]]
        cidr = "10.0.0.0/8"

        [[tunnel.split.direct]]
        cidr = "10.1.0.0/16"

        [log]
        # The least severe messages that are written: trace, debug, info, notice, warning, error, critical.
        level = "info"
        # "text" for people, "json" for one JSON object a line.
        format = "text"

        [pki]
        # The authority that the server's certificate must come from.
        ca = \"""
        -----BEGIN CERTIFICATE-----
        MIIBszCCAWWgAwIBAgI=
        -----END CERTIFICATE-----
        \"""
        # This client's certificate.
        certificate = \"""
        -----BEGIN CERTIFICATE-----
        MIIBszCCAWWgAwIBAgI=
        -----END CERTIFICATE-----
        \"""
        # This client's private key.
        key = \"""
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIA==
        -----END PRIVATE KEY-----
        \"""

        # Where else the server is, as a manifest says that its operator has signed; tried before [server]. A newer one
        # comes through the tunnel by itself, and from a file and an https address if they are named here.
        [bridges]
        # file = "bridges.toml"
        # url = "https://example.org/bridges.toml"

        """
}
