import AuraTransport
import AuraWire
import Testing

@Suite("Frames on tcp", .timeLimit(.minutes(1)))
struct TCPFramingTests {
    private func frame(_ datagram: [UInt8]) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: datagram.count >> $0) } + datagram
    }

    /// A client that has got its 101 and speaks frames by hand.
    private func upgraded(_ host: TCPHost) async throws -> TLSPeer {
        var peer = try await TLSPeer(host.address)
        try await peer.send(peer.upgrade(host.key))
        try await peer.expect(TLSPeer.switching)
        return peer
    }

    @Test("Frames may come byte by byte")
    func byteByByte() async throws {
        var host = try TCPHost(echoes: true)
        defer { host.stop() }
        var peer = try await upgraded(host)
        let datagrams = [[9], Fixtures.data(40), Fixtures.data(300)]
        for byte in datagrams.flatMap(frame) { try await peer.send([byte]) }
        #expect(try await host.receive(3) == datagrams)
        let echo = try await peer.receive(datagrams.flatMap(frame).count)
        #expect(echo == datagrams.flatMap(frame))
        peer.close()
    }

    @Test("Frames may be cut and joined anywhere")
    func cuts() async throws {
        var host = try TCPHost()
        defer { host.stop() }
        let peer = try await upgraded(host)
        var random = SplitMix64(seed: 3)
        let datagrams = (0..<300).map { number in
            Fixtures.noise(Int(random.next() % (number % 10 == 0 ? 60_000 : 900)) + 1, seed: number)
        }
        var bytes = datagrams.flatMap(frame)[...]
        while !bytes.isEmpty {
            let part = bytes.prefix(Int(random.next() % 20_000) + 1)
            bytes = bytes.dropFirst(part.count)
            try await peer.send(Array(part))
        }
        #expect(try await host.receive(300) == datagrams)
        peer.close()
    }

    @Test("The longest frame is taken")
    func longest() async throws {
        var host = try TCPHost()
        defer { host.stop() }
        let peer = try await upgraded(host)
        let datagram = Fixtures.noise(TCPLimits.maximumFrame, seed: 5)
        try await peer.send(frame(datagram) + frame([1]))
        #expect(try await host.receive(2) == [datagram, [1]])
        peer.close()
    }

    @Test(
        "A length of 0, or above the limit, ends the link, and the reason says so",
        arguments: [0, TCPLimits.maximumFrame + 1, Int(UInt32.max)])
    func malformed(length: Int) async throws {
        var host = try TCPHost()
        defer { host.stop() }
        var peer = try await upgraded(host)
        let bytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) }
        try await peer.send(frame([1, 2]) + bytes + frame([3]))
        #expect(try await host.receive(1) == [[1, 2]])
        let reason = try await host.closeReason()
        #expect(reason.label == "protocol_error" && reason.description.contains("a frame of \(length) bytes"))
        #expect(await peer.rest() == "")
    }

    @Test("Frames right behind the request, before the answer, are taken too")
    func hasty() async throws {
        var host = try TCPHost(echoes: true)
        defer { host.stop() }
        var peer = try await TLSPeer(host.address)
        try await peer.send(Array(peer.upgrade(host.key).utf8) + frame([1, 2, 3]))
        #expect(try await host.receive(1) == [[1, 2, 3]])
        try await peer.expect(TLSPeer.switching)
        #expect(try await peer.receive(7) == frame([1, 2, 3]))
        peer.close()
    }
}
