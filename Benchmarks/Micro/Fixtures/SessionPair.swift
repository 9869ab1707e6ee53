import AuraPKI
import AuraSession
import AuraWire
import Foundation

/// A client's and a server's session with each other, made by a whole handshake in memory.
struct SessionPair {
    let client: Session
    let server: Session
    let path = SessionPath(link: 1, remote: SocketAddress(.v4(IPv4Address(bits: 0xc000_0201)), port: 40_000))
    let now = ContinuousClock.now

    init() throws {
        let authority = try CertificateAuthority(now: Date())
        let day = Duration.seconds(86_400)
        let server = try authority.issue(.server(ServerName("vpn.example.org")), validity: day, now: Date())
        let client = try authority.issue(.client(PeerName("alice")), validity: day, now: Date())
        var handshake = try Handshake(authority, server: server, client: client, now, path)
        (self.client, self.server) = try handshake.play()
    }

    /// The machines of both ends.
    private struct Handshake: ~Copyable {
        private var client: ClientMachine
        private var server: ServerMachine
        private let clientTable = SessionTable()
        private let serverTable = SessionTable()
        private let now: ContinuousClock.Instant
        private let path: SessionPath
        private let wall = WallTime(Date())

        init(
            _ authority: CertificateAuthority, server: Identity, client: Identity, _ now: ContinuousClock.Instant,
            _ path: SessionPath
        ) throws {
            let name = try ServerName(server.name)
            let forClient = try PeerVerifier(authorityPEM: authority.certificatePEM, expecting: .server(named: name))
            let forServer = try PeerVerifier(authorityPEM: authority.certificatePEM, expecting: .client)
            let configuration = ServerMachineConfiguration(identity: server, verifier: forServer) { _, id in
                .success(
                    Welcome(
                        sessionID: id.bytes, addresses: [.v4(IPv4Address(bits: 0x0a4d_0002))], gateways: [], pools: [],
                        dns: [], mtu: 1_320, keepaliveSeconds: 15))
            }
            self.client = ClientMachine(
                ClientConfiguration(identity: client, verifier: forClient), table: clientTable, now: now)
            self.server = ServerMachine(configuration, table: serverTable, now: now, wall: wall)
            self.now = now
            self.path = path
        }

        mutating func play() throws -> (client: Session, server: Session) {
            client.consider(path, now: now, wall: wall)
            for datagram in sent(client.takeEffects()) { server.handle(datagram, from: path, now: now, wall: wall) }
            for datagram in sent(server.takeEffects()) { client.handle(datagram, from: path, now: now, wall: wall) }
            for datagram in sent(client.takeEffects()) { server.handle(datagram, from: path, now: now, wall: wall) }
            var established: (welcome: [UInt8], session: Session)?
            var welcome: [UInt8] = []
            for effect in server.takeEffects() {
                if case .transmit(let datagrams, _) = effect { welcome = datagrams.first ?? welcome }
                if case .established(let session, _) = effect { established = (welcome, session) }
            }
            guard let server = established?.session else { throw SetupFailure("the server has no session") }
            return (try take(welcome), server)
        }

        /// The client is there once it has opened the Welcome.
        private mutating func take(_ welcome: [UInt8]) throws -> Session {
            var batch = Packets.batch([welcome])
            let index = batch.withPacket(at: 0) { DataHeader($0.span)?.receiverIndex }
            guard let index, let session = clientTable.session(for: index) else {
                throw SetupFailure("the Welcome is for nobody")
            }
            let report = session.open(&batch, 0..<1, from: path, now: now)
            for control in report.control { client.handle(control, now: now) }
            return session
        }

        private func sent(_ effects: [ClientEffect]) -> [[UInt8]] {
            effects.flatMap { effect in if case .transmit(let datagrams, _) = effect { datagrams } else { [[UInt8]]() }
            }
        }

        private func sent(_ effects: [ServerEffect]) -> [[UInt8]] {
            effects.flatMap { effect in if case .transmit(let datagrams, _) = effect { datagrams } else { [[UInt8]]() }
            }
        }
    }
}

/// What is to be measured could not be made.
struct SetupFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
