import AuraControl
import Testing

@Suite("The status as metrics")
struct MetricsTextTests {
    @Test("A client's metrics are exactly these")
    func client() {
        #expect(MetricsText.render(.clientSample) == clientText)
    }

    @Test("Drops and refusals are counted by reason")
    func reasons() {
        let text = MetricsText.render(.serverSample)
        #expect(text.contains("aura_drops_total{reason=\"no_route\"} 3\naura_drops_total{reason=\"replay\"} 12\n"))
        #expect(text.contains("aura_handshakes_rejected_total{reason=\"expired\"} 2\n"))
        #expect(text.contains("aura_session_drops_total{peer=\"alice\",fingerprint=\"00aa\",reason=\"replay\"} 12\n"))
        #expect(text.contains("aura_transport_up{transport=\"tcp\",address=\"\"} 0.0\n"))
    }

    @Test("Transports are counted by name and reason, and moves by reason")
    func transports() {
        let client = MetricsText.render(.movingClientSample)
        for line in [
            "aura_transport_failures_total{transport=\"udp\",reason=\"no_answer\"} 6\n"
                + "aura_transport_failures_total{transport=\"udp\",reason=\"silence\"} 1\n"
                + "aura_transport_failures_total{transport=\"quic\",reason=\"idle_timeout\"} 1\n",
            "aura_transport_attempts_total{transport=\"udp\"} 7\n", "aura_transport_in_use{transport=\"udp\"} 0.0\n",
            "aura_transport_in_use{transport=\"tcp\"} 1.0\n",
            "aura_transport_round_trip_seconds{transport=\"tcp\"} 0.01234\n",
            "aura_transport_path_payload_bytes{transport=\"udp\"} 1452.0\n",
            "aura_moves_total{reason=\"idle_timeout\"} 1\naura_moves_total{reason=\"silence\"} 1\n",
        ] { #expect(client.contains("\n" + line), "\(line)") }
        #expect(!client.contains("aura_transport_links"))
        let server = MetricsText.render(.busyServerSample)
        for line in [
            "aura_transport_links{transport=\"tcp\"} 3\n", "aura_transport_accepted_total{transport=\"tcp\"} 45\n",
            "aura_transport_strangers_total{transport=\"tcp\"} 1840\n",
            "aura_transport_strangers_total{transport=\"quic\"} 0\n",
            "aura_transport_failures_total{transport=\"tcp\",reason=\"peer_closed\"} 40\n",
        ] { #expect(server.contains("\n" + line), "\(line)") }
        #expect(!server.contains("aura_moves_total") && !server.contains("aura_transport_in_use"))
    }

    @Test("A label's backslash, quote and line ends cannot break out of it")
    func escapes() {
        var status = NodeStatus.serverSample
        status.sessions[0].peerName = "a\\b\"} 1\nc\r\nd"
        let text = MetricsText.render(status)
        #expect(text.contains(#"peer="a\\b\"} 1\nc"# + "\r" + #"\nd","#))
        let lines = text.unicodeScalars.split(separator: "\n").map(String.init)
        #expect(lines.allSatisfy { $0.hasPrefix("#") || $0.hasPrefix("aura_") })
    }

    @Test("Two sessions of one peer make one series, since Prometheus refuses a series given twice")
    func sameLabels() {
        var status = NodeStatus.serverSample
        var second = SessionStatus.alice
        second.lastHandshakeUnix += 5
        second.traffic.txPackets = .max
        status.sessions = [.alice, second]
        let lines = MetricsText.render(status).split(separator: "\n").filter { !$0.hasPrefix("#") }
        let series = lines.map { String($0[..<($0.lastIndex(of: " ") ?? $0.endIndex)]) }
        #expect(Set(series).count == series.count)
        #expect(lines.contains(#"aura_session_bytes_total{peer="alice",fingerprint="00aa",direction="rx"} 41943040"#))
        #expect(lines.contains(#"aura_session_last_handshake_seconds{peer="alice",fingerprint="00aa"} 1799999993.0"#))
    }

    private let clientText = """
        # HELP aura_info The running program.
        # TYPE aura_info gauge
        aura_info{role="client",version="1.2.3",interface="aura0"} 1
        # HELP aura_start_time_seconds When the node started, in Unix time.
        # TYPE aura_start_time_seconds gauge
        aura_start_time_seconds 1799999935
        # HELP aura_uptime_seconds How long the node has run.
        # TYPE aura_uptime_seconds gauge
        aura_uptime_seconds 65
        # HELP aura_handshakes_accepted_total Handshakes that ended in a session.
        # TYPE aura_handshakes_accepted_total counter
        aura_handshakes_accepted_total 2
        # HELP aura_reconnects_total Sessions set up again after a loss.
        # TYPE aura_reconnects_total counter
        aura_reconnects_total 1
        # HELP aura_packets_total Inner packets sent (tx) and delivered (rx).
        # TYPE aura_packets_total counter
        aura_packets_total{direction="tx"} 10
        aura_packets_total{direction="rx"} 10
        # HELP aura_bytes_total Bytes of inner packets sent (tx) and delivered (rx).
        # TYPE aura_bytes_total counter
        aura_bytes_total{direction="tx"} 840
        aura_bytes_total{direction="rx"} 840
        # HELP aura_transport_up 1 when the transport listens or is connected, else 0.
        # TYPE aura_transport_up gauge
        aura_transport_up{transport="udp",address="198.51.100.1:8443"} 1.0
        # HELP aura_sessions Sessions, by state.
        # TYPE aura_sessions gauge
        aura_sessions{state="established"} 1
        # HELP aura_session_last_handshake_seconds When the newest handshake finished, in Unix time.
        # TYPE aura_session_last_handshake_seconds gauge
        aura_session_last_handshake_seconds{peer="vpn.example.org",fingerprint="ab12"} 1799999940.0
        # HELP aura_session_silence_seconds Time since an authentic packet came from the peer.
        # TYPE aura_session_silence_seconds gauge
        aura_session_silence_seconds{peer="vpn.example.org",fingerprint="ab12"} 0.0
        # HELP aura_session_round_trip_seconds The newest measured round trip.
        # TYPE aura_session_round_trip_seconds gauge
        aura_session_round_trip_seconds{peer="vpn.example.org",fingerprint="ab12"} 0.00013000000000000002
        # HELP aura_session_packets_total Inner packets of the session.
        # TYPE aura_session_packets_total counter
        aura_session_packets_total{peer="vpn.example.org",fingerprint="ab12",direction="tx"} 10
        aura_session_packets_total{peer="vpn.example.org",fingerprint="ab12",direction="rx"} 10
        # HELP aura_session_bytes_total Bytes of inner packets of the session.
        # TYPE aura_session_bytes_total counter
        aura_session_bytes_total{peer="vpn.example.org",fingerprint="ab12",direction="tx"} 840
        aura_session_bytes_total{peer="vpn.example.org",fingerprint="ab12",direction="rx"} 840

        """
}
