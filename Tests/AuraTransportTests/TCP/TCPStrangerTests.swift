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
    @Test("Whoever does not prove the key gets the website, from the first byte on", arguments: TCPFalseStart.allCases)
    func website(start: TCPFalseStart) async throws {
        var host = try TCPHost()
        defer { host.stop() }
        var peer = try await TLSPeer(host.address)
        let request = start.request(peer, host.key)
        try await peer.send(request)
        try await peer.expect(TCPWebsite.answer(to: request))
        // From here on nothing is looked at, be it as good as it may.
        let good = peer.upgrade(host.key)
        try await peer.send(good)
        try await peer.expect(TCPWebsite.answer(to: good))
        #expect(host.listener.admissions.strangers == 1 && host.listener.admissions.accepted == 0)
        peer.close()
        // The key itself is good.
        try await host.connect().close(.local("done"))
        _ = try await host.opened()
    }

    @Test("A replayed first request gets the website")
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
            try await again.expect(TCPWebsite.answer(to: request))
            again.close()
        }
        #expect(host.listener.admissions.accepted == 1)
        peer.close()
    }

    @Test("Nothing waits that a website would answer: each false start is one at its first false byte")
    func firstFalseByte() async throws {
        let host = try TCPHost()
        defer { host.stop() }
        let good = Array(try await TLSPeer(host.address).upgrade(host.key).utf8)
        for index in [0, 1, 4, 13, 14, 15, 16, 18, 22, 28, 31, 32, 33, 60, 100, 150, good.count - 3, good.count - 1] {
            var peer = try await TLSPeer(host.address)
            // In pieces, so that what is kept back and what is not shows in the answers.
            for byte in good.prefix(index) { try await peer.send([byte]) }
            try await peer.send([1])
            try await peer.expect(TCPWebsite.answer(to: String(decoding: good.prefix(index) + [1], as: UTF8.self)))
            peer.close()
        }
        // The good one waits for its last byte, and is good.
        var last = try await TLSPeer(host.address)
        for byte in good { try await last.send([byte]) }
        try await last.expect(TLSPeer.switching)
        last.close()
    }

    @Test("What is not HTTP gets the website, too", arguments: [1, 20, 300, 10_000])
    func noise(length: Int) async throws {
        let host = try TCPHost()
        defer { host.stop() }
        var peer = try await TLSPeer(host.address)
        let bytes = Fixtures.noise(length, seed: 9)
        try await peer.send(bytes)
        let head = TCPWebsite.answer(to: String(repeating: "x", count: length)).utf8.dropLast(length)
        #expect(try await peer.receive(head.count + length) == head + bytes)
        peer.close()
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

    @Test("A truncated request that is over gets nothing")
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
        try await silent.send("HEAD /none")
        try await silent.expect(TCPWebsite.answer(to: "HEAD /none"))
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
        #expect(answers == ["200 /one", "200 /two"])
        #expect(host.listener.admissions.strangers == 1 && host.listener.admissions.accepted == 0)
    }

    @Test("A request of HTTP/2 may name its host in the field of HTTP/1")
    func hostField() async throws {
        let host = try TCPHost()
        defer { host.stop() }
        let visit = try await HTTP2Visit(host.address)
        #expect(try await visit.get(["/one", "/two"], cookie: "a=b", authority: false) == ["200 /one", "200 /two"])
        #expect(host.listener.admissions.strangers == 1)
        visit.close()
    }

    @Test("What does not begin as TLS is for the website, if it wants that")
    func plain() async throws {
        let host = try TCPHost()
        defer { host.stop() }
        for bytes in [Array("GET / HTTP/1.1\r\n\r\n".utf8), [0], Array(" ".utf8)] {
            var peer = try await PlainPeer(host.address)
            try await peer.send(bytes)
            let answer = Array(TCPWebsite.answer(to: String(decoding: bytes, as: UTF8.self)).utf8)
            #expect(try await peer.receive(answer.count) == answer)
            peer.close()
        }
        #expect(host.listener.admissions.strangers == 3)
    }

    @Test("What is not TLS ends without a word of HTTP where the website does not want it")
    func notTLS() async throws {
        let host = try TCPHost(isPlain: false)
        defer { host.stop() }
        for bytes in [
            Array("GET / HTTP/1.1\r\n\r\n".utf8), Fixtures.noise(500, seed: 4), [0x16] + Fixtures.noise(9, seed: 4),
        ] {
            var peer = try await PlainPeer(host.address)
            try await peer.send(bytes)
            let answer = await peer.rest()
            #expect(!String(decoding: answer, as: UTF8.self).contains("HTTP") && answer.count < 50)
        }
        try await host.connect().close(.local("done"))
    }
}
