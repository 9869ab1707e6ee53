import AuraConfig
import AuraCrypto
import AuraLab
import AuraPKI
import AuraSession
import AuraTransport
import AuraWire
import Foundation
import Logging

/// A running server and all that clients need to meet it.
struct Ground: Sendable {
    /// The server.
    let server: Node
    /// How clients reach it.
    let opener: LinkOpener
    /// Checks the server.
    let verifier: PeerVerifier
    /// Issues the clients' certificates.
    let authority: CertificateAuthority

    /// Makes the files as an operator does, starts the server, and lays the wire to it.
    static func prepare(in lab: Lab) async throws -> Ground {
        let host = try await lab.addHost("server")
        try await Crossing.lay(to: host)
        let deployment = try await Deployment.make(in: lab)
        try deployment.configuration.set("max_clients", in: "tunnel", to: "65535")
        let text = try await deployment.provision("pattern", host: "10.98.0.1")
        let profile = try ClientProfile.load(text.path)
        let server = try await deployment.startServer(on: host)
        guard let key = OuterKey(bytes: profile.outerKey.bytes) else {
            throw LabError.unreadable("the outer key", found: text.path)
        }
        let name = try ServerName(profile.serverName.text)
        return Ground(
            server: server, opener: LinkOpener(profile, key: key),
            verifier: try PeerVerifier(authorityPEM: profile.pki.ca, expecting: .server(named: name)),
            authority: try CertificateAuthority(
                certificatePEM: ConfigurationText(path: "\(deployment.authority)/ca.pem").read(),
                privateKeyPEM: deployment.authorityKey.read()))
    }

    /// The identity of client `number`, issued now.
    func identity(_ number: Int) throws -> Identity {
        try authority.issue(
            .client(PeerName("swarm-\(number)")), validity: .seconds(86_400), now: Date())
    }
}
