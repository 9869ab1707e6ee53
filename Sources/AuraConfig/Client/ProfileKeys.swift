/// The keys of a profile.
enum ProfileKeys {
    enum Root: String, ConfigurationKey { case version, client, server, transport, bridges, tunnel, log, pki }

    enum Client: String, ConfigurationKey {
        case name
        case serverName = "server_name"
        case outerKey = "outer_key"
        case controlSocket = "control_socket"
    }

    enum Server: String, ConfigurationKey { case host, udp, tcp, quic }

    enum Transport: String, ConfigurationKey {
        case order
        case tlsName = "tls_name"
        case tlsPins = "tls_pins"
    }

    enum Bridges: String, ConfigurationKey { case manifest, file, url, keep }

    enum Tunnel: String, ConfigurationKey {
        case interface
        case defaultAction = "default"
        case split, offload
        case busyPollMicroseconds = "busy_poll_us"
        case rekeyAfterSeconds = "rekey_after_s"
    }

    enum Split: String, ConfigurationKey { case vpn, direct }

    enum SplitBlock: String, ConfigurationKey { case cidr }

    enum PKI: String, ConfigurationKey { case ca, certificate, key }
}
