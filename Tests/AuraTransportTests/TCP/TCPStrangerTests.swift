import AuraCrypto
import AuraTransport
import AuraWire
import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Testing

@Suite("Strangers on tcp", .timeLimit(.minutes(1)))
struct TCPStrangerTests {
    /// A first request that is no client's, however near it comes.
    enum Attempt: String, CaseIterable {
        case wrongKey, wrongTransport, wrongCertificate, stale, early, cut, changed, empty, huge, noCookie, otherCookie
        case noUpgrade, noConnection, noKey, shortKey, twoKeys, oldVersion, post, oldHTTP, otherProtocol

        func request(_ peer: TLSPeer, _ key: OuterKey) -> String {
            let good = peer.upgrade(key)
            switch self {
            case .wrongKey: return peer.upgrade(.random())
            case .wrongTransport: return peer.upgrade(key, transport: .quic)
            case .wrongCertificate: return peer.upgrade(key, certificate: [1, 2, 3])
            case .stale: return peer.upgrade(key, time: Date() - 310)
            case .early: return peer.upgrade(key, time: Date() + 310)
            case .cut: return good.replacing(/id=..../, with: "id=")
            case .changed: return good.replacing(/id=../, with: "id=AA")
            case .empty: return TLSPeer.upgrade("")
            case .huge: return TLSPeer.upgrade(String(repeating: "A", count: 9_000))
            case .noCookie: return good.replacing(/Cookie: .*\r\n/, with: "")
            case .otherCookie: return good.replacing("Cookie: id=", with: "Cookie: di=")
            case .noUpgrade: return good.replacing("Upgrade: websocket\r\n", with: "")
            case .noConnection: return good.replacing("Connection: Upgrade\r\n", with: "")
            case .noKey: return good.replacing(/Sec-WebSocket-Key: .*\r\n/, with: "")
            case .shortKey: return good.replacing("dGhlIHNhbXBsZSBub25jZQ==", with: "dGhl")
            case .twoKeys:
                return good.replacing("Cookie:", with: "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie:")
            case .oldVersion: return good.replacing("Version: 13", with: "Version: 8")
            case .post: return good.replacing("GET / ", with: "POST / ")
            case .oldHTTP: return good.replacing("HTTP/1.1\r\nHost", with: "HTTP/1.0\r\nHost")
            case .otherProtocol: return good.replacing("websocket", with: "h2c")
            }
        }
    }

    @Test("Whoever does not prove the key gets the website's answer, and may go on asking", arguments: Attempt.allCases)
    func website(attempt: Attempt) async throws {
        var host = try TCPHost()
        defer { host.stop() }
        var peer = try await TLSPeer(host.address)
        try await peer.send(attempt.request(peer, host.key))
        try await peer.expect(TCPWebsite.answer(attempt == .post ? "POST" : "GET", "/"))
        #expect(host.listener.admissions.strangers == 1 && host.listener.admissions.accepted == 0)
        if attempt != .oldHTTP {
            try await peer.send("PUT /again HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc")
            try await peer.expect(TCPWebsite.answer("PUT", "/again", body: 3))
            peer.close()
        }
        // The key itself is good.
        try await host.connect().close(.local("done"))
        _ = try await host.opened()
    }

    @Test("A replayed first request gets what the same request without a proof gets")
    func replay() async throws {
        let host = try TCPHost()
        defer { host.stop() }
        var peer = try await TLSPeer(host.address)
        let request = peer.upgrade(host.key)
        try await peer.send(request)
        try await peer.expect(TLSPeer.switching)
        for _ in 0..<3 {
            var again = try await TLSPeer(host.address)
            try await again.send(request)
            try await again.expect(TCPWebsite.answer("GET", "/"))
            again.close()
        }
        #expect(host.listener.admissions.accepted == 1)
        peer.close()
    }

    @Test("Only the first request of a connection can make a link")
    func onlyFirst() async throws {
        let host = try TCPHost()
        defer { host.stop() }
        var peer = try await TLSPeer(host.address)
        try await peer.send("GET /first HTTP/1.1\r\nHost: x\r\n\r\n" + peer.upgrade(host.key))
        try await peer.expect(TCPWebsite.answer("GET", "/first") + TCPWebsite.answer("GET", "/"))
        try await peer.send(peer.upgrade(host.key))
        try await peer.expect(TCPWebsite.answer("GET", "/"))
        #expect(host.listener.admissions.accepted == 0)
        peer.close()
    }

    @Test("Requests in a row are answered in a row, those for another protocol among them")
    func pipelining() async throws {
        let host = try TCPHost()
        defer { host.stop() }
        var peer = try await TLSPeer(host.address)
        let upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n"
        let requests = (1...20).map { number in
            "POST /\(number) HTTP/1.1\r\nHost: x\r\n\(number % 3 == 0 ? upgrade : "")Content-Length: 3\r\n\r\nabc"
        }
        try await peer.send(requests.joined())
        try await peer.expect((1...20).map { TCPWebsite.answer("POST", "/\($0)", body: 3) }.joined())
        peer.close()
    }

    @Test("What is not HTTP gets HTTP's answer to that", arguments: [1, 20, 300, 20_000])
    func noise(length: Int) async throws {
        let host = try TCPHost()
        defer { host.stop() }
        var peer = try await TLSPeer(host.address)
        try await peer.send([0] + Fixtures.noise(length, seed: 9))
        #expect(await peer.rest() == "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
    }

    @Test("What is not HTTP/2 ends the connection that agreed on it", arguments: [30, 300, 20_000])
    func noise2(length: Int) async throws {
        let host = try TCPHost()
        defer { host.stop() }
        var peer = try await TLSPeer(host.address, alpn: ["h2"])
        try await peer.send([0] + Fixtures.noise(length, seed: 9))
        #expect(await peer.rest().utf8.count < 200)
        #expect(host.listener.admissions.strangers == 0)
    }

    @Test("A head without end is cut off", arguments: ["X: ", "X: y\r\nX: "])
    func endlessHead(field: String) async throws {
        let host = try TCPHost()
        defer { host.stop() }
        var peer = try await TLSPeer(host.address)
        let filling = field == "X: " ? String(repeating: "y", count: 40_000) : String(repeating: field, count: 200)
        // The connection may end while this is being sent.
        try? await peer.send("GET / HTTP/1.1\r\n" + field + filling)
        #expect(await peer.rest().hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
    }

    @Test("A truncated request gets no answer")
    func truncated() async throws {
        let host = try TCPHost()
        defer { host.stop() }
        var peer = try await TLSPeer(host.address)
        try await peer.send(String(peer.upgrade(host.key).dropLast(2)))
        try await peer.finish()
        #expect(await peer.rest() == "")
        #expect(host.listener.admissions.accepted == 0)
    }

    @Test("ALPN: both are offered, the client's order does not matter, and nothing means HTTP/1.1")
    func alpn() async throws {
        let host = try TCPHost()
        defer { host.stop() }
        for (offer, expected) in [(["http/1.1"], "http/1.1"), (["h2"], "h2"), (["http/1.1", "h2"], "h2"), ([], nil)] {
            let peer = try await TLSPeer(host.address, alpn: offer)
            #expect(peer.alpn == expected)
            peer.close()
        }
        var silent = try await TLSPeer(host.address, alpn: [])
        try await silent.send("GET /none HTTP/1.1\r\nHost: x\r\n\r\n")
        try await silent.expect(TCPWebsite.answer("GET", "/none"))
        silent.close()
    }

    @Test("TLS 1.2 is refused")
    func oldTLS() async throws {
        let host = try TCPHost()
        defer { host.stop() }
        await #expect(throws: NIOSSLError.self) { try await TLSPeer(host.address, maximum: .tlsv12) }
        try await TLSPeer(host.address, maximum: .tlsv13).close()
    }

    @Test("HTTP/2 is served the website, and a proof there proves nothing")
    func http2() async throws {
        let host = try TCPHost()
        defer { host.stop() }
        let peer = try await TLSPeer(host.address, alpn: ["h2"])
        let proof = peer.upgrade(host.key).firstMatch(of: /id=(.*)\r\n/)?.1 ?? ""
        peer.close()
        let visit = try await HTTP2Visit(host.address)
        let answers = try await visit.get(["/one", "/two"], cookie: "id=\(proof)")
        visit.close()
        #expect(answers == ["200 GET /one 0\n", "200 GET /two 0\n"])
        #expect(host.listener.admissions.strangers == 1 && host.listener.admissions.accepted == 0)
    }

    @Test("What is not TLS is not answered in HTTP")
    func notTLS() async throws {
        let host = try TCPHost()
        defer { host.stop() }
        for bytes in [Array("GET / HTTP/1.1\r\n\r\n".utf8), Fixtures.noise(500, seed: 4)] {
            let peer = try await PlainPeer(host.address)
            try await peer.send(bytes)
            let answer = await peer.rest()
            #expect(!String(decoding: answer, as: UTF8.self).contains("HTTP") && answer.count < 50)
        }
        try await host.connect().close(.local("done"))
    }
}
