import AuraBenchKit
import AuraLab
import Foundation

/// Debian's OpenVPN over UDP or TCP: point to point, TLS with throw-away keys, AES-256-GCM, no compression.
///
/// In user space, as Debian ships it: the kernel module of its own would be something else to compare with.
struct OpenVPN: Peer {
    /// What carries its packets.
    enum Carrier: String, Sendable { case udp, tcp }

    let carrier: Carrier
    var name: String { PeerName.openVPN(carrier.rawValue) }

    func version() async throws -> String {
        let line = try await Self.firstLine([Self.program, "--version"])
        return line.split(separator: " ").prefix(2).joined(separator: " ")
    }

    func bringUp(server: Wire.End, client: Wire.End, in lab: Lab) async throws -> Path {
        let serverEnd = try await End(role: "server", wire: server, inner: "10.89.0.1", in: lab)
        let clientEnd = try await End(role: "client", wire: client, inner: "10.89.0.2", in: lab)
        let processes = [
            try await serverEnd.start(peer: clientEnd, options: listening),
            try await clientEnd.start(peer: serverEnd, options: dialling(server.ipv4)),
        ]
        try await eventually("OpenVPN carries packets over \(carrier)", within: .seconds(20)) {
            try await client.host.ping(serverEnd.inner, wait: 0.2).received > 0
        }
        return Path(server: server.host, client: client.host, serverAddress: serverEnd.inner, processes: processes)
    }

    private static let program = "openvpn"

    private var listening: [String] {
        ["--tls-server", "--dh", "none", "--lport", "1194"] + carrierOptions(tcpRole: "tcp-server")
    }

    private func dialling(_ address: String) -> [String] {
        // It gives up a connection that is refused unless told how soon to try again.
        ["--tls-client", "--remote", address, "1194", "--nobind", "--connect-retry", "1"]
            + carrierOptions(tcpRole: "tcp-client")
    }

    private func carrierOptions(tcpRole: String) -> [String] {
        switch carrier {
        case .udp: ["--proto", "udp4", "--fast-io"]
        case .tcp: ["--proto", tcpRole, "--tcp-nodelay"]
        }
    }

    /// One end, with a certificate that only the other end knows.
    private struct End: Sendable {
        let wire: Wire.End
        let inner: String
        private let certificate: String
        private let key: String
        private let fingerprint: String

        init(role: String, wire: Wire.End, inner: String, in lab: Lab) async throws {
            self.wire = wire
            self.inner = inner
            certificate = "\(lab.directory)/openvpn-\(role).pem"
            key = "\(lab.directory)/openvpn-\(role).key"
            try await Command.check(
                ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
                    + ["-subj", "/CN=\(role)", "-days", "2", "-keyout", key, "-out", certificate])
            let text = try await Command.check(
                ["openssl", "x509", "-noout", "-fingerprint", "-sha256", "-in", certificate])
            guard let print = text.split(separator: "=").last, print.count > 64 else {
                throw LabError.unreadable("a fingerprint", found: text)
            }
            fingerprint = print.trimmingCharacters(in: .whitespacesAndNewlines)
        }

        func start(peer: End, options: [String]) async throws -> Daemon {
            let identity = ["--cert", certificate, "--key", key, "--peer-fingerprint", peer.fingerprint]
            let cipher = ["--data-ciphers", "AES-256-GCM", "--allow-compression", "no", "--disable-dco"]
            let device = ["--dev", "tun0", "--dev-type", "tun", "--ifconfig", inner, peer.inner]
            // A queue of the interface and socket buffers of a size that a fast path wants.
            let speed = ["--txqueuelen", "1000", "--sndbuf", "1048576", "--rcvbuf", "1048576"]
            return try await wire.host.start(
                "openvpn", [OpenVPN.program, "--verb", "1"] + options + identity + cipher + device + speed)
        }
    }
}
