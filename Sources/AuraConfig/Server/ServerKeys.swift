/// The keys of server.toml.
enum ServerKeys {
    enum Root: String, ConfigurationKey { case version, server, transport, bridges, decoy, tunnel, log }

    enum Server: String, ConfigurationKey {
        case publicHost = "public_host"
        case listen
        case outerKey = "outer_key"
        case certificate, key, ca, revoked, leases
        case controlSocket = "control_socket"
    }

    enum Transports: String, ConfigurationKey {
        case udp, tcp, quic
        case tlsCertificate = "tls_certificate"
        case tlsKey = "tls_key"
        case quicSecret = "quic_secret"
        case portScan = "port_scan"
        case requireAll = "require_all"
    }

    enum Transport: String, ConfigurationKey { case enabled, port }

    enum Bridges: String, ConfigurationKey { case file }

    enum Decoy: String, ConfigurationKey { case site, upstream }

    enum Tunnel: String, ConfigurationKey {
        case interface, pool, pool6, mtu, dns
        case keepaliveSeconds = "keepalive_seconds"
        case allowClientToClient = "allow_client_to_client"
        case maxClients = "max_clients"
        case offload
        case busyPollMicroseconds = "busy_poll_us"
        case queues
    }
}

/// The keys of the `[log]` table of either file.
enum LogKeys: String, ConfigurationKey { case level, format }
