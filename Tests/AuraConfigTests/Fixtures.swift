import AuraConfig
import AuraWire

/// Valid files that tests change one thing of. Keys and certificates are of the right shape only.
enum Fixtures {
    static let outerKeyText = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    static let outerKey = SecretBytes(Array(0..<32))

    static let pinText = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

    static let certificate = "-----BEGIN CERTIFICATE-----\nMIIBszCCAWWgAwIBAgI=\n-----END CERTIFICATE-----\n"
    static let privateKey = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n"

    /// A manifest of the right shape only.
    static let manifest = """
        version = 1
        serial = 3
        bridges = ["a.example:8443", "[2001:db8::1]:443"]
        # aura-manifest-signature: AAAA

        """

    static let server = """
        version = 1
        [server]
        public_host = "vpn.example.org"
        listen = "::"
        outer_key = "\(outerKeyText)"
        certificate = "server.pem"
        key = "server.key"
        ca = "ca/ca.pem"
        revoked = "revoked.txt"
        leases = "leases.json"
        control_socket = "/run/aura/server.sock"
        [transport]
        tls_certificate = "tls.pem"
        tls_key = "tls.key"
        quic_secret = "quic.secret"
        [transport.udp]
        enabled = true
        port = 8443
        [transport.tcp]
        enabled = true
        port = 8443
        [transport.quic]
        enabled = true
        port = 8444
        [decoy]
        [tunnel]
        interface = "aura0"
        pool = "10.77.0.0/16"
        pool6 = "fd00:77::/64"
        mtu = 1320
        dns = []
        keepalive_seconds = 15
        allow_client_to_client = false
        max_clients = 1000
        [log]
        level = "info"
        format = "text"

        """

    static let profile = """
        version = 1
        [client]
        name = "alice"
        server_name = "vpn.example.org"
        outer_key = "\(outerKeyText)"
        control_socket = "/run/aura/client-aura0.sock"
        [server]
        host = "vpn.example.org"
        udp = 8443
        tcp = 8443
        quic = 8444
        [transport]
        order = ["udp", "quic", "tcp"]
        tls_name = "vpn.example.org"
        tls_pins = ["\(pinText)"]
        [tunnel]
        interface = "aura0"
        default = "direct"
        [[tunnel.split.vpn]]
        cidr = "10.0.0.0/8"
        [[tunnel.split.direct]]
        cidr = "10.1.0.0/16"
        [log]
        level = "info"
        format = "text"
        [pki]
        ca = \"""
        \(certificate)\"""
        certificate = \"""
        \(certificate)\"""
        key = \"""
        \(privateKey)\"""

        """

    /// What the valid server.toml means.
    static func serverConfiguration() throws -> ServerConfiguration {
        ServerConfiguration(
            publicHost: try required(HostName("vpn.example.org")), outerKey: outerKey,
            files: try required(ServerFiles(standardIn: "/etc/aura")),
            tunnel: ServerTunnel(pool6: try CIDR("fd00:77::/64")))
    }

    /// What the valid profile means.
    static func clientProfile() throws -> ClientProfile {
        ClientProfile(
            name: try required(ClientName("alice")), serverName: try required(HostName("vpn.example.org")),
            outerKey: outerKey,
            server: ProfileServer(host: try required(HostName("vpn.example.org")), udp: 8443, tcp: 8443, quic: 8444),
            tlsPins: [try required(CertificatePin(pinText))],
            tunnel: ProfileTunnel(
                split: SplitRules(vpn: [try CIDR("10.0.0.0/8")], direct: [try CIDR("10.1.0.0/16")])),
            pki: ProfilePKI(ca: certificate, certificate: certificate, key: SecretBytes(text: privateKey)))
    }

    struct Missing: Error {}

    static func required<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw Missing() }
        return value
    }
}
