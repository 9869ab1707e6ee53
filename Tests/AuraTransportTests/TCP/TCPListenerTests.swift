import AuraTransport
import AuraWire
import Foundation
import Testing

@Suite("A tcp listener", .timeLimit(.minutes(1)))
struct TCPListenerTests {
    private func bind(
        _ address: SocketAddress, _ change: (inout TCPServerConfiguration) -> Void = { _ in }
    ) throws(TransportError) -> TCPListener {
        var configuration = TCPHost.configuration
        change(&configuration)
        return try TCPListener.bind(
            to: address, configuration: configuration, key: Fixtures.key, logger: Fixtures.logger)
    }

    private func start(_ listener: TCPListener) throws(TransportError) {
        let (_, news) = AsyncStream<TCPNews>.makeStream()
        try listener.start({ TCPReporter(news: news, echoes: false) }, accepted: { _ in })
    }

    @Test("A busy port is an error of its own", arguments: [Fixtures.loopback4, Fixtures.loopback6, Fixtures.any6])
    func addressInUse(address: SocketAddress) throws {
        let listener = try bind(address)
        let bound = listener.boundAddress
        #expect(bound.port != 0 && bound.ip == address.ip && listener.transport == .tcp)
        #expect(throws: TransportError.addressInUse(.tcp, bound)) { try bind(bound) }
        listener.close(.local("done"))
        try bind(bound).close(.local("done"))
    }

    @Test("A socket for both families keeps IPv4's port, too")
    func bothFamilies() throws {
        let listener = try bind(Fixtures.any6)
        let port = listener.boundAddress.port
        let any4 = Fixtures.any4.with(port: port)
        #expect(throws: TransportError.addressInUse(.tcp, listener.boundAddress)) { try bind(any4) }
        let loopback = Fixtures.loopback4.with(port: port)
        #expect(throws: TransportError.addressInUse(.tcp, loopback)) { try bind(loopback) }
        listener.close(.local("done"))
    }

    @Test("An address that is not ours is another error, with the system's words")
    func foreignAddress() throws {
        let error = #expect(throws: TransportError.self) { try bind(#require(SocketAddress("192.0.2.1:0"))) }
        guard case .failed(_, let system) = try #require(error) else {
            Issue.record("got \(String(describing: error))")
            return
        }
        #expect(system.number == EADDRNOTAVAIL)
    }

    @Test("A certificate or key that cannot be used is an error that names it, and never shows it")
    func badIdentity() {
        func text(_ change: (inout TCPServerConfiguration) -> Void) -> String {
            let error = #expect(throws: TransportError.self) { try bind(Fixtures.loopback4, change) }
            guard case .configuration(let text)? = error else { return "" }
            return text
        }
        #expect(text { $0.certificateChain = "nothing" }.contains("no certificate"))
        #expect(text { $0.certificateChain = "" }.contains("no certificate"))
        #expect(text { $0.privateKey = "nothing" }.contains("no private key"))
        let mismatch = text { $0.privateKey = TCPIdentityFixture.otherKey }
        #expect(mismatch.contains("cannot be used together") && !mismatch.contains("MIG"))
    }

    @Test("A listener starts once, and not after it was closed")
    func startOnce() throws {
        let listener = try bind(Fixtures.loopback4)
        try start(listener)
        #expect(throws: TransportError.notStartable) { try start(listener) }
        listener.close(.local("done"))
        listener.close(.local("again"))
        let other = try bind(Fixtures.loopback4)
        other.close(.local("done"))
        #expect(throws: TransportError.notStartable) { try start(other) }
    }

    @Test("Who comes before the start is served after it")
    func lateStart() async throws {
        let listener = try bind(Fixtures.loopback4)
        defer { listener.close(.local("done")) }
        let address = listener.boundAddress
        async let early = {
            var peer = try await TLSPeer(address)
            try await peer.send("early")
            try await peer.expect(TCPWebsite.answer(to: "early"))
            peer.close()
        }()
        try start(listener)
        try await early
    }

    @Test("Links outlive their listener; strangers do not")
    func outlive() async throws {
        var host = try TCPHost(echoes: true)
        var guest = try TCPGuest(await host.connect())
        _ = try await host.opened()
        var peer = try await TLSPeer(host.address)
        host.stop()
        #expect(await peer.rest() == "")
        guest.link.send([[1, 2]])
        #expect(try await guest.receive(1) == [[1, 2]])
        await #expect(throws: TransportError.self) { try await host.connect() }
        guest.link.close(.local("done"))
        _ = try await host.closeReason()
    }
}
