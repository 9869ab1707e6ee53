/// A status in the Prometheus text exposition format 0.0.4.
public enum MetricsText {
    /// The whole text, every line ended. Durations are in seconds, sizes in bytes.
    public static func render(_ status: NodeStatus) -> String {
        node(status) + totals(status) + transports(status) + links(status) + moves(status) + bridges(status)
            + sessions(status) + sessionTraffic(status)
    }

    private static func node(_ status: NodeStatus) -> String {
        var info = MetricFamily<UInt64>.count("aura_info", "The running program.")
        info.add(1, ["role": status.role.rawValue, "version": status.version, "interface": status.interface.name])
        var started = MetricFamily<UInt64>.count("aura_start_time_seconds", "When the node started, in Unix time.")
        started.add(UInt64(clamping: status.startedAtUnix))
        var uptime = MetricFamily<UInt64>.count("aura_uptime_seconds", "How long the node has run.")
        uptime.add(UInt64(clamping: status.uptimeSeconds))
        var accepted = MetricFamily.counter("aura_handshakes_accepted_total", "Handshakes that ended in a session.")
        accepted.add(status.handshakes.accepted)
        var rejected = MetricFamily.counter("aura_handshakes_rejected_total", "Handshakes refused, by reason.")
        rejected.add(status.handshakes.rejected, label: "reason")
        var reconnects = MetricFamily.counter("aura_reconnects_total", "Sessions set up again after a loss.")
        reconnects.add(status.reconnects)
        return info.text + started.text + uptime.text + accepted.text + rejected.text + reconnects.text
    }

    private static func totals(_ status: NodeStatus) -> String {
        var packets = MetricFamily.counter("aura_packets_total", "Inner packets sent (tx) and delivered (rx).")
        packets.add(status.totals.txPackets, ["direction": "tx"])
        packets.add(status.totals.rxPackets, ["direction": "rx"])
        var bytes = MetricFamily.counter("aura_bytes_total", "Bytes of inner packets sent (tx) and delivered (rx).")
        bytes.add(status.totals.txBytes, ["direction": "tx"])
        bytes.add(status.totals.rxBytes, ["direction": "rx"])
        var drops = MetricFamily.counter("aura_drops_total", "Packets dropped, by reason.")
        drops.add(status.totals.drops, label: "reason")
        return packets.text + bytes.text + drops.text
    }

    private static func transports(_ status: NodeStatus) -> String {
        var up = MetricFamily.gauge("aura_transport_up", "1 when the transport listens or is connected, else 0.")
        for transport in status.transports {
            let works = transport.state == .listening || transport.state == .connected
            up.add(works ? 1 : 0, ["transport": transport.name, "address": transport.address])
        }
        return up.text
    }

    private static func links(_ status: NodeStatus) -> String {
        var inUse = MetricFamily.gauge(
            "aura_transport_in_use", "1 when the client's packets take the transport, else 0.")
        var roundTrip = MetricFamily.gauge(
            "aura_transport_round_trip_seconds", "The newest round trip measured over the transport.")
        var payload = MetricFamily.gauge(
            "aura_transport_path_payload_bytes", "The largest datagram of the session that the path carries whole.")
        var links = MetricFamily.count("aura_transport_links", "Links that the server has open.")
        for transport in status.transports {
            let name = transport.name
            transport.inUse.map { inUse.add($0 ? 1 : 0, ["transport": name]) }
            transport.roundTripMs.map { roundTrip.add($0 / 1000, ["transport": name]) }
            transport.pathPayloadBytes.map { payload.add(Double($0), ["transport": name]) }
            transport.links.map { links.add(UInt64(clamping: $0), ["transport": name]) }
        }
        return inUse.text + roundTrip.text + payload.text + links.text + linkCounters(status)
    }

    private static func linkCounters(_ status: NodeStatus) -> String {
        var attempts = MetricFamily.counter(
            "aura_transport_attempts_total", "How often the client tried to connect over the transport.")
        var failures = MetricFamily.counter(
            "aura_transport_failures_total", "Connections over the transport that failed or broke, by reason.")
        var accepted = MetricFamily.counter("aura_transport_accepted_total", "Links that the server accepted.")
        var strangers = MetricFamily.counter(
            "aura_transport_strangers_total", "Connections that did not prove the outer key.")
        for transport in status.transports {
            let name = transport.name
            transport.attempts.map { attempts.add($0, ["transport": name]) }
            transport.accepted.map { accepted.add($0, ["transport": name]) }
            transport.strangers.map { strangers.add($0, ["transport": name]) }
            for (reason, count) in (transport.failures ?? [:]).sorted(by: { $0.key < $1.key }) {
                failures.add(count, ["transport": name, "reason": reason])
            }
        }
        return attempts.text + failures.text + accepted.text + strangers.text
    }

    private static func moves(_ status: NodeStatus) -> String {
        var moves = MetricFamily.counter("aura_moves_total", "Moves of the session from link to link, by reason.")
        moves.add(status.moveCounts ?? [:], label: "reason")
        return moves.text
    }

    private static func bridges(_ status: NodeStatus) -> String {
        guard let bridges = status.bridges else { return "" }
        var serial = MetricFamily<UInt64>.count("aura_bridges_serial", "Serial number of the bridges manifest.")
        bridges.serial.map { serial.add($0) }
        var end = MetricFamily<UInt64>.count(
            "aura_bridges_expiry_seconds", "When the bridges manifest ends, in Unix time.")
        bridges.expiresAtUnix.map { end.add(UInt64(clamping: $0)) }
        var refused = MetricFamily.counter("aura_bridges_refused_total", "Bridges manifests refused, by reason.")
        refused.add(bridges.refused ?? [:], label: "reason")
        return serial.text + end.text + refused.text
    }

    private static func sessions(_ status: NodeStatus) -> String {
        var count = MetricFamily.count("aura_sessions", "Sessions, by state.")
        var handshake = MetricFamily.gauge(
            "aura_session_last_handshake_seconds", "When the newest handshake finished, in Unix time.")
        var silence = MetricFamily.gauge(
            "aura_session_silence_seconds", "Time since an authentic packet came from the peer.")
        var roundTrip = MetricFamily.gauge("aura_session_round_trip_seconds", "The newest measured round trip.")
        for session in status.sessions {
            let (peer, fingerprint) = (session.peerName, session.peerFingerprint)
            count.add(1, ["state": session.state.rawValue])
            handshake.add(Double(session.lastHandshakeUnix), ["peer": peer, "fingerprint": fingerprint])
            session.lastReceivedSecondsAgo.map { silence.add(Double($0), ["peer": peer, "fingerprint": fingerprint]) }
            session.roundTripMs.map { roundTrip.add($0 / 1000, ["peer": peer, "fingerprint": fingerprint]) }
        }
        return count.text + handshake.text + silence.text + roundTrip.text
    }

    private static func sessionTraffic(_ status: NodeStatus) -> String {
        var packets = MetricFamily.counter("aura_session_packets_total", "Inner packets of the session.")
        var bytes = MetricFamily.counter("aura_session_bytes_total", "Bytes of inner packets of the session.")
        var drops = MetricFamily.counter("aura_session_drops_total", "Packets of the session dropped, by reason.")
        for session in status.sessions {
            let (peer, fingerprint, traffic) = (session.peerName, session.peerFingerprint, session.traffic)
            packets.add(traffic.txPackets, ["peer": peer, "fingerprint": fingerprint, "direction": "tx"])
            packets.add(traffic.rxPackets, ["peer": peer, "fingerprint": fingerprint, "direction": "rx"])
            bytes.add(traffic.txBytes, ["peer": peer, "fingerprint": fingerprint, "direction": "tx"])
            bytes.add(traffic.rxBytes, ["peer": peer, "fingerprint": fingerprint, "direction": "rx"])
            for (reason, count) in traffic.drops.sorted(by: { $0.key < $1.key }) {
                drops.add(count, ["peer": peer, "fingerprint": fingerprint, "reason": reason])
            }
        }
        return packets.text + bytes.text + drops.text
    }
}
