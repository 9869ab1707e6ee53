import AuraControl
import Foundation

/// A directory of its own for one test, with a path short enough for a socket.
final class TemporaryDirectory: Sendable {
    let path = "/tmp/aura-control-" + UUID().uuidString.prefix(8)

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// The names in it, sorted.
    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}

/// Always tells the same.
struct FixedProvider: StatusProvider {
    var status = NodeStatus.serverSample

    func currentStatus() async -> NodeStatus { status }
}

extension NodeStatus {
    static let sampleNow: Int64 = 1_800_000_000

    static let serverSample = NodeStatus(
        role: .server, version: "1.2.3", pid: 4242, startedAtUnix: sampleNow - 93_600, uptimeSeconds: 93_600,
        interface: InterfaceStatus(
            name: "aura0", mtu: 1400, addresses: ["10.77.0.1", "fd00:77::1"], offloads: ["checksum", "tcp", "udp"],
            queues: 2),
        totals: TrafficStatus(
            txPackets: 1_234_567, txBytes: 1_610_612_736, rxPackets: 890, rxBytes: 20_971_520,
            drops: ["no_route": 3, "replay": 12, "too_large": 0]),
        transports: [
            TransportStatus(name: "udp", state: .listening, address: "[::]:8443"),
            TransportStatus(name: "tcp", state: .failed, detail: "no port was free"),
            TransportStatus(name: "quic", state: .off),
        ],
        sessions: [.alice, .bob],
        handshakes: HandshakeStatus(accepted: 7, rejected: ["expired": 2]))

    /// A server whose three transports are all in use.
    static var busyServerSample: NodeStatus {
        var status = serverSample
        status.transports = [
            TransportStatus(name: "udp", state: .listening, address: "[::]:8443", links: 1, accepted: 1, strangers: 12),
            TransportStatus(
                name: "tcp", state: .listening, address: "[::]:8443", failures: ["idle_timeout": 2, "peer_closed": 40],
                links: 3, accepted: 45, strangers: 1840),
            TransportStatus(
                name: "quic", state: .listening, address: "[::]:8445", detail: "8444 was taken", links: 0, accepted: 0,
                strangers: 0),
        ]
        return status
    }

    /// A client that has moved.
    static var movingClientSample: NodeStatus {
        var history = MoveHistory()
        history.record(
            MoveStatus(atUnix: sampleNow - 300, from: "udp", to: "quic", reason: "silence", gapMs: 1840))
        history.record(MoveStatus(atUnix: sampleNow - 12, from: "quic", to: "tcp", reason: "idle_timeout", gapMs: 0.5))
        return NodeStatus(
            role: .client, version: "1.2.3", pid: 99, startedAtUnix: sampleNow - 65, uptimeSeconds: 65,
            interface: clientSample.interface, totals: clientSample.totals,
            transports: [
                TransportStatus(
                    name: "udp", state: .failed, address: "198.51.100.1:8443", detail: "no answer", inUse: false,
                    pathPayloadBytes: 1452, attempts: 7, failures: ["no_answer": 6, "silence": 1],
                    lastFailure: TransportFailure(reason: "no_answer", atUnix: sampleNow - 3)),
                TransportStatus(
                    name: "tcp", state: .connected, address: "198.51.100.1:443", inUse: true, roundTripMs: 12.34,
                    pathPayloadBytes: 65_535, attempts: 1, failures: [:]),
                TransportStatus(
                    name: "quic", state: .connecting, address: "[2001:db8::1]:8444", inUse: false, attempts: 2,
                    failures: ["idle_timeout": 1],
                    lastFailure: TransportFailure(
                        reason: "idle_timeout", detail: "nothing came for 10 s", atUnix: sampleNow - 12)),
            ],
            sessions: [], handshakes: HandshakeStatus(accepted: 2), reconnects: 1,
            link: LinkStatus(transport: "tcp", remoteAddress: "198.51.100.1:443", sinceUnix: sampleNow - 12),
            moves: history)
    }

    static let clientSample = NodeStatus(
        role: .client, version: "1.2.3", pid: 99, startedAtUnix: sampleNow - 65, uptimeSeconds: 65,
        interface: InterfaceStatus(name: "aura0", mtu: 1400, addresses: ["10.77.0.2"]),
        totals: TrafficStatus(txPackets: 10, txBytes: 840, rxPackets: 10, rxBytes: 840),
        transports: [TransportStatus(name: "udp", state: .connected, address: "198.51.100.1:8443")],
        sessions: [
            SessionStatus(
                peerName: "vpn.example.org", peerFingerprint: "ab12", state: .established, transport: "udp",
                remoteAddress: "198.51.100.1:8443", innerAddresses: ["10.77.0.2"], establishedAtUnix: sampleNow - 60,
                lastHandshakeUnix: sampleNow - 60, lastReceivedSecondsAgo: 0, roundTripMs: 0.13,
                traffic: TrafficStatus(txPackets: 10, txBytes: 840, rxPackets: 10, rxBytes: 840))
        ],
        split: SplitStatus(defaultAction: "direct", vpn: ["10.0.0.0/8", "10.77.0.0/16"], direct: ["10.1.0.0/16"]),
        handshakes: HandshakeStatus(accepted: 2), reconnects: 1)
}

extension SessionStatus {
    static let alice = SessionStatus(
        peerName: "alice", peerFingerprint: "00aa", state: .established, transport: "udp",
        remoteAddress: "192.0.2.7:51820", innerAddresses: ["10.77.0.2", "fd00:77::2"],
        establishedAtUnix: NodeStatus.sampleNow - 4_000, lastHandshakeUnix: NodeStatus.sampleNow - 12,
        lastReceivedSecondsAgo: 3, roundTripMs: 12.34,
        traffic: TrafficStatus(
            txPackets: 1_234_567, txBytes: 1_610_612_736, rxPackets: 890, rxBytes: 20_971_520, drops: ["replay": 12]))

    static let bob = SessionStatus(
        peerName: "bob", peerFingerprint: "00bb", state: .connecting, transport: "udp",
        remoteAddress: "[2001:db8::5]:1025", innerAddresses: [], establishedAtUnix: 0, lastHandshakeUnix: 0)
}
