import AuraTransport
import AuraWire
import Testing

@Suite("QUIC: datagrams on a path that is not kind")
struct QUICDataTests {
    /// Numbered datagrams.
    private static func datagrams(_ numbers: Range<Int>, length: Int = 1_100) -> [[UInt8]] {
        numbers.map { [1] + withUnsafeBytes(of: UInt32($0), Array.init) + [UInt8](repeating: 7, count: length - 5) }
    }

    private static func numbers(_ datagrams: [[UInt8]]) -> [UInt32] {
        datagrams.filter { $0.count >= 5 }.map { bytes in
            (0..<4).reduce(0) { $0 | UInt32(bytes[1 + $1]) << (8 * UInt32($1)) }
        }
    }

    /// Sends `perTick` datagrams every 10 ms, both ways if asked.
    private static func flow(
        _ world: QUICWorld, _ client: QUICNode, ticks: Int, perTick: Int = 2, length: Int = 1_100, from first: Int = 0
    ) {
        for tick in 0..<ticks {
            let next = first + tick * perTick
            client.send(datagrams(next..<(next + perTick), length: length))
            world.server.send(datagrams(next..<(next + perTick), length: length))
            world.run(for: 0.01)
        }
    }

    @Test("Without loss every datagram arrives, unchanged and once, both ways")
    func clean() throws {
        let (world, client) = try QUICWorld.connected()
        Self.flow(world, client, ticks: 100)
        world.run(for: 1)
        #expect(world.server.owner.received == Self.datagrams(0..<200))
        #expect(client.owner.received == Self.datagrams(0..<200))
        let statistics = try #require(client.connection).port.statistics
        #expect(statistics.sent.datagrams == 200)
        #expect(statistics.received.datagrams == 200)
        #expect(statistics.dropped == 0)
    }

    @Test("With 5% loss the rest arrives, nothing twice, and the link lives", arguments: 1...4 as ClosedRange<UInt64>)
    func lossy(seed: UInt64) throws {
        let (world, client) = try QUICWorld.connected(seed: seed)
        world.up.loss = 0.05
        world.down.loss = 0.05
        Self.flow(world, client, ticks: 1_000)
        world.run(for: 1)
        for node in [world.server, client] {
            let got = Self.numbers(node.owner.received)
            #expect((1_700...1_980).contains(got.count))
            #expect(Set(got).count == got.count)
            #expect(node.owner.reasons.isEmpty)
            #expect(node.connection?.port.isSuspect == false)
            #expect((node.connection?.port.pathPayload ?? 0) > 1_400)
        }
    }

    @Test("A long path that loses one packet in a hundred is still made good use of")
    func throughput() throws {
        let (world, client) = try QUICWorld.connected()
        world.run(for: 2)
        world.up.loss = 0.01
        world.up.rate = 100_000_000
        let length = try #require(client.connection).port.maxDatagramSize
        let load = Self.datagrams(0..<32, length: length)
        for _ in 0..<5_000 {
            client.send(load)
            world.run(for: 0.001)
        }
        let megabits = world.server.owner.received.reduce(0) { $0 + $1.count } * 8 / 5_000_000
        #expect(megabits > 80)
        #expect(client.owner.reasons.isEmpty)
    }

    @Test("After an outage of three seconds datagrams flow again within a second")
    func outage() throws {
        let (world, client) = try QUICWorld.connected()
        Self.flow(world, client, ticks: 200, perTick: 20)
        world.up.isBlocked = true
        world.down.isBlocked = true
        Self.flow(world, client, ticks: 300, perTick: 20, from: 10_000)
        #expect(client.connection?.port.isSuspect == true)
        world.up.isBlocked = false
        world.down.isBlocked = false
        let before = (world.server.owner.received.count, client.owner.received.count)
        Self.flow(world, client, ticks: 100, perTick: 20, from: 20_000)
        #expect(world.server.owner.received.count > before.0 + 500)
        #expect(client.owner.received.count > before.1 + 500)
        #expect(client.owner.reasons.isEmpty && world.server.owner.reasons.isEmpty)
        #expect(client.connection?.port.isSuspect == false)
        Self.flow(world, client, ticks: 300, perTick: 2, from: 30_000)
        #expect((client.connection?.port.pathPayload ?? 0) > 1_400, "large packets are back in use")
    }

    @Test("A way that is blocked one way ends the link as unanswered in a few seconds", arguments: [true, false])
    func oneWay(isUp: Bool) throws {
        let (world, client) = try QUICWorld.connected()
        Self.flow(world, client, ticks: 100)
        if isUp { world.up.isBlocked = true } else { world.down.isBlocked = true }
        let since = world.seconds
        for tick in 0..<600 where client.owner.reasons.isEmpty {
            Self.flow(world, client, ticks: 1, from: 1_000 + 2 * tick)
        }
        #expect(client.owner.reasons == [.unanswered])
        #expect((3.9...4.6).contains(world.seconds - since))
        world.run(for: 4)
        #expect(
            world.server.owner.reasons == [isUp ? .unanswered : .remote("H3_NO_ERROR (0x100): unanswered")])
    }

    @Test("An idle link lives on, and a dead one ends for silence")
    func idle() throws {
        let (world, client) = try QUICWorld.connected()
        world.run(for: 120)
        #expect(client.owner.reasons.isEmpty && world.server.owner.reasons.isEmpty)
        world.up.isBlocked = true
        world.down.isBlocked = true
        world.run(for: 60) { !world.server.owner.reasons.isEmpty }
        #expect(world.server.owner.reasons == [.idle])
        #expect(client.owner.reasons == [.unanswered])
        #expect(world.server.endpoint.door?.statistics.open == 0)
    }

    @Test("A close arrives with its reason")
    func closing() throws {
        let (world, client) = try QUICWorld.connected()
        world.close(client, .local("going home"))
        world.run(for: 1)
        #expect(client.owner.reasons == [.local("going home")])
        #expect(world.server.owner.reasons == [.remote("H3_NO_ERROR (0x100): going home")])
        #expect(world.server.endpoint.connectionCount == 0)
        world.run(for: 10)
        #expect(world.server.endpoint.endedCount <= 1)
    }

    @Test("A lost close is told again when more comes")
    func lostClosing() throws {
        let (world, client) = try QUICWorld.connected()
        world.down.isBlocked = true
        world.close(world.server, .local("shutdown"))
        world.down.isBlocked = false
        client.send(Self.datagrams(0..<3))
        world.run(for: 2)
        #expect(client.owner.reasons == [.remote("H3_NO_ERROR (0x100): shutdown")])
    }

    @Test("A server that was restarted resets the links of its former life")
    func reset() throws {
        let (world, client) = try QUICWorld.connected()
        Self.flow(world, client, ticks: 10)
        world.server = QUICNode(server: try QUICFixtures.door(), world.server.address)
        client.send(Self.datagrams(0..<3))
        world.run(for: 3)
        #expect(client.owner.reasons == [.reset])
        #expect(world.seconds < 5)
    }

    @Test("A server with another secret cannot reset links")
    func foreignReset() throws {
        let (world, client) = try QUICWorld.connected()
        world.server = QUICNode(
            server: try QUICFixtures.door([UInt8](repeating: 6, count: 32)), world.server.address)
        client.send(Self.datagrams(0..<3))
        world.run(for: 8)
        #expect(client.owner.reasons == [.unanswered])
    }

    @Test("The path's size is found: large packets come into use")
    func pathSize() throws {
        let (world, client) = try QUICWorld.connected()
        world.run(for: 3)
        let port = try #require(client.connection).port
        #expect(port.pathPayload == 1_444)
        #expect(port.maxDatagramSize == 1_407)
        client.send(Self.datagrams(0..<10, length: port.maxDatagramSize))
        client.send(Self.datagrams(10..<11, length: port.maxDatagramSize + 1))
        world.run(for: 1)
        #expect(world.server.owner.received == Self.datagrams(0..<10, length: 1_407))
        #expect(port.statistics[dropped: .tooLarge] == 1)
    }

    @Test("When the path shrinks, packets do too, and datagrams flow again; when it grows back, so do they")
    func shrink() throws {
        let (world, client) = try QUICWorld.connected()
        Self.flow(world, client, ticks: 200, length: 1_400)
        world.up.payload = 1_250 - 28
        let port = try #require(client.connection).port
        let before = world.server.owner.received.count
        Self.flow(world, client, ticks: 500, length: 1_400, from: 1_000)
        #expect(port.pathPayload == 1_200)
        #expect(port.maxDatagramSize == 1_163)
        #expect(port.statistics[dropped: .tooLarge] > 0)
        #expect(world.server.owner.received.count < before + 200)
        let small = world.server.owner.received.count
        Self.flow(world, client, ticks: 100, length: 1_160, from: 5_000)
        #expect(world.server.owner.received.count >= small + 180)
        #expect(client.owner.reasons.isEmpty)
        #expect(client.connection?.port.isSuspect == false)
        world.up.payload = 1_472
        world.run(for: 65)
        Self.flow(world, client, ticks: 10, length: 1_100, from: 6_000)
        #expect(port.pathPayload == 1_444)
    }

    @Test("Small datagrams are acknowledged all the while that large ones vanish, and the link finds out")
    func quietBlackHole() throws {
        let (world, client) = try QUICWorld.connected()
        Self.flow(world, client, ticks: 100, length: 1_400)
        world.up.payload = 1_300
        let since = world.seconds
        let port = try #require(client.connection).port
        for tick in 0..<600 where port.pathPayload > 1_200 {
            Self.flow(world, client, ticks: 1, perTick: 1, length: 1_400, from: 1_000 + tick)
            Self.flow(world, client, ticks: 1, perTick: 1, length: 200, from: 9_000 + tick)
        }
        #expect(port.pathPayload == 1_200)
        #expect(world.seconds - since < 5)
        #expect(client.owner.reasons.isEmpty)
    }

    @Test("A client whose address changes keeps its link")
    func rebinding() throws {
        let (world, client) = try QUICWorld.connected()
        Self.flow(world, client, ticks: 50)
        for port in [41_000, 42_000, 43_000] as [UInt16] {
            // One move at a time: the server takes so long to be sure of each.
            world.run(for: 4)
            client.address = client.address.with(port: port)
            let before = (world.server.owner.received.count, client.owner.received.count)
            Self.flow(world, client, ticks: 200, from: Int(port))
            #expect(world.server.owner.received.count >= before.0 + 380)
            #expect(client.owner.received.count >= before.1 + 350)
            #expect(world.server.connection?.path.remote == client.address)
        }
        #expect(client.owner.reasons.isEmpty && world.server.owner.reasons.isEmpty)
    }

    @Test(
        "The queue has a bound in datagrams, and one in bytes on a slow path, and the newest datagrams go",
        arguments: [(60, QUICLimits.maximumQueuedDatagrams), (100, QUICLimits.leastQueuedBytes / 100)])
    func queueBound(length: Int, bound: Int) throws {
        let (world, client) = try QUICWorld.connected()
        world.run(for: 3)
        world.up.isBlocked = true
        world.down.isBlocked = true
        let port = try #require(client.connection).port
        for round in 0..<4 { client.send(Self.datagrams((round * 512)..<((round + 1) * 512), length: length)) }
        #expect(port.statistics[dropped: .queueFull] == 2_048 - UInt64(bound))
        world.up.isBlocked = false
        world.down.isBlocked = false
        world.run(for: 5)
        #expect(world.server.owner.received == Self.datagrams(0..<bound, length: length))
        // What has been sent makes room again.
        client.send(Self.datagrams(0..<bound, length: length))
        #expect(port.statistics[dropped: .queueFull] == 2_048 - UInt64(bound))
    }

    @Test("In front of a slow path datagrams do not wait long")
    func waiting() throws {
        let (world, client) = try QUICWorld.connected()
        world.up.rate = 50_000_000
        world.up.patience = 20_000_000
        var longest: UInt32 = 0
        for tick in UInt32(0)..<6_000 {
            let datagram = [1] + withUnsafeBytes(of: tick, Array.init) + [UInt8](repeating: 7, count: 1_095)
            client.send([[UInt8]](repeating: datagram, count: 12))
            world.run(for: 0.001)
            guard tick > 3_000, let newest = Self.numbers(world.server.owner.received.suffix(1)).first else { continue }
            longest = max(longest, tick - newest)
        }
        // A way of 20 ms, at most 20 in front of the bottleneck, and what our own queue adds. Full, it would add 240.
        #expect((20...100).contains(longest))
        let bytes = world.server.owner.received.reduce(0) { $0 + $1.count }
        #expect(bytes * 8 / 6 > 40_000_000, "and the path is used")
    }

    @Test("Datagrams of one byte are refused, as the transport's own")
    func tooShort() throws {
        let (world, client) = try QUICWorld.connected()
        client.send([[1], [1, 2]])
        world.run(for: 1)
        #expect(world.server.owner.received == [[1, 2]])
        #expect(client.connection?.port.statistics[dropped: .malformed] == 1)
    }
}
