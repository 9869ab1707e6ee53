import AuraPKI
import AuraSession
import AuraWire
import Foundation
import Testing

@Suite("Who gets a session")
struct IdentityTests {
    private static let cast = Cast.shared
    private static let day: TimeInterval = 86_400

    /// A client or server that must be refused, and the refusal that says why.
    struct Impostor: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let identity: @Sendable () throws -> Identity
        let isRightRejection: @Sendable (PeerRejection) -> Bool
    }

    private static func issue(_ subject: CertificateSubject, at offset: TimeInterval = 0) throws -> Identity {
        try cast.authority.issue(
            subject, validity: .seconds(86_400), now: Cast.date.addingTimeInterval(offset * day))
    }

    private static func issueElsewhere(_ subject: CertificateSubject) throws -> Identity {
        try CertificateAuthority(now: Cast.date).issue(subject, validity: .seconds(86_400), now: Cast.date)
    }

    static let clients = [
        Impostor(testDescription: "another authority's") {
            try issueElsewhere(.client(PeerName("alice")))
        } isRightRejection: { rejection in
            switch rejection {
            case .wrongIssuer, .badCertificateSignature: true
            default: false
            }
        },
        Impostor(testDescription: "expired") {
            try issue(.client(PeerName("alice")), at: -2)
        } isRightRejection: {
            if case .expired = $0 { true } else { false }
        },
        Impostor(testDescription: "not yet valid") {
            try issue(.client(PeerName("alice")), at: 2)
        } isRightRejection: {
            if case .notYetValid = $0 { true } else { false }
        },
        Impostor(testDescription: "a server's") {
            cast.server
        } isRightRejection: {
            if case .wrongRole = $0 { true } else { false }
        },
        Impostor(testDescription: "self-signed") {
            try SelfSigned.alice()
        } isRightRejection: {
            if case .wrongIssuer = $0 { true } else { false }
        },
    ]

    static let servers = [
        Impostor(testDescription: "another authority's") {
            try issueElsewhere(.server(ServerName(Cast.host)))
        } isRightRejection: { rejection in
            switch rejection {
            case .wrongIssuer, .badCertificateSignature: true
            default: false
            }
        },
        Impostor(testDescription: "expired") {
            try issue(.server(ServerName(Cast.host)), at: -2)
        } isRightRejection: {
            if case .expired = $0 { true } else { false }
        },
        Impostor(testDescription: "not yet valid") {
            try issue(.server(ServerName(Cast.host)), at: 2)
        } isRightRejection: {
            if case .notYetValid = $0 { true } else { false }
        },
        Impostor(testDescription: "a client's") {
            cast.alice
        } isRightRejection: {
            if case .wrongRole = $0 { true } else { false }
        },
        Impostor(testDescription: "another server's") {
            try issue(.server(ServerName("other.example.org")))
        } isRightRejection: {
            if case .wrongServerName = $0 { true } else { false }
        },
    ]

    @Test("A client that is not trusted is told so under its new keys, and waits", arguments: clients)
    func client(_ impostor: Impostor) throws {
        let world = World()
        let client = world.add(Self.cast.clientConfiguration(try impostor.identity()))
        try world.run(atMost: .seconds(1)) { !client.failures.isEmpty }
        #expect(rejections(by: world.server).contains(where: impostor.isRightRejection))
        guard case .refused(.notTrusted) = client.failures[0].failure else {
            Issue.record("\(client.failures[0].failure)")
            return
        }
        #expect(client.failures[0].pause == .seconds(30))
        world.run(for: .seconds(29))
        #expect(client.looks.count == 1 && client.session == nil && world.server.established == 0)
        try expectServed(in: world)
    }

    @Test("A revoked client is refused, and heard again when its revocation is taken back")
    func revoked() throws {
        let (world, client) = try World.connected()
        world.server.replaceVerifier(Self.cast.clientVerifier(revoking: [Self.cast.alice.serial]))
        #expect(world.server.ended == [.revoked])
        try world.run(atMost: .seconds(1)) { client.session == nil }
        #expect(client.lost == [.goodbye(.notTrusted)])
        try world.run(atMost: .seconds(40)) { client.failures.count == 1 }
        #expect(rejections(by: world.server).contains { if case .revoked = $0 { true } else { false } })
        try expectServed(in: world, as: Self.cast.clients[1])
        world.server.replaceVerifier(Self.cast.clientVerifier())
        try world.run(atMost: .seconds(40)) { client.session != nil }
    }

    @Test("A server that is not the right one gets no answer", arguments: servers)
    func server(_ impostor: Impostor) throws {
        var configuration = Self.cast.serverConfiguration()
        configuration.identity = try impostor.identity()
        let world = World(server: configuration)
        let client = world.add()
        try world.run(atMost: .seconds(1)) { !client.failures.isEmpty }
        guard case .peer(let rejection) = client.failures[0].failure else {
            Issue.record("\(client.failures[0].failure)")
            return
        }
        #expect(impostor.isRightRejection(rejection))
        world.run(for: .seconds(20))
        #expect(world.pieces(ofMessage: 3).isEmpty && client.session == nil && world.server.established == 0)
        world.server.restart(Self.cast.serverConfiguration())
        try world.run(atMost: .seconds(5)) { client.session != nil }
    }

    @Test("A client that takes any server takes one of another name")
    func anyServer() throws {
        var server = Self.cast.serverConfiguration()
        server.identity = try Self.issue(.server(ServerName("other.example.org")))
        var client = Self.cast.clientConfiguration()
        client.verifier = Self.cast.serverVerifier(named: nil)
        let node = try World.connected(server: server, client: client).client
        #expect(node.session?.peer.name == "other.example.org")
    }

    @Test("A verified client that the server has no place for is told so")
    func full() throws {
        var configuration = Self.cast.serverConfiguration()
        configuration.admit = { _, _ in .failure(.init(.full)) }
        let world = World(server: configuration)
        let client = world.add()
        try world.run(atMost: .seconds(1)) { !client.failures.isEmpty }
        guard case .refused(.full) = client.failures[0].failure else {
            Issue.record("\(client.failures[0].failure)")
            return
        }
        #expect(world.server.established == 0 && world.server.table.count == 0 && client.table.count == 0)
    }

    /// The control: in the same world a good client is served.
    private func expectServed(in world: World, as identity: Identity = cast.alice) throws {
        let client = world.add(Self.cast.clientConfiguration(identity))
        try world.run(atMost: .seconds(1)) { client.session != nil }
        #expect(client.session?.peer.name == Cast.host)
    }

    private func rejections(by server: ServerNode) -> [PeerRejection] {
        server.rejections.compactMap { if case .failed(.peer(let rejection)) = $0 { rejection } else { nil } }
    }
}
