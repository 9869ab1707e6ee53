import AuraTransport
import AuraWire
import Testing

@Suite("The simulated network")
struct SimulatedNetworkTests {
    private static let one = Fixtures.loopback4.with(port: 1)
    private static let two = Fixtures.loopback4.with(port: 2)
    private static let start = ContinuousClock.now

    /// Sends `count` numbered datagrams a millisecond apart and returns what arrives.
    private func run(
        _ network: SimulatedNetwork, count: Int = 10_000, from source: SocketAddress = one,
        to destination: SocketAddress = two
    ) -> [Delivery] {
        for number in 0..<count {
            let bytes = withUnsafeBytes(of: UInt32(number).bigEndian, Array.init)
            network.send(bytes, from: source, to: destination, now: Self.start + .milliseconds(number))
        }
        return network.deliver(upTo: Self.start + .seconds(count))
    }

    private func numbers(_ deliveries: [Delivery]) -> [Int] {
        deliveries.map { $0.bytes.reduce(0) { $0 << 8 | Int($1) } }
    }

    private func conditions(_ change: (inout NetworkConditions) -> Void) -> NetworkConditions {
        var conditions = NetworkConditions.perfect
        change(&conditions)
        return conditions
    }

    @Test("Without faults everything arrives once, in order, after the delay")
    func perfect() {
        let arrived = run(SimulatedNetwork(seed: 1), count: 100)
        #expect(numbers(arrived) == Array(0..<100))
        #expect(arrived[7].at == Self.start + .milliseconds(17))
        #expect(arrived[7].source == Self.one && arrived[7].destination == Self.two)
    }

    @Test("The same seed gives the same run, another seed another")
    func determinism() {
        let rough = conditions {
            $0.loss = 0.1
            $0.duplication = 0.1
            $0.reordering = 0.1
            $0.delay = .milliseconds(5) ... .milliseconds(50)
        }
        let first = SimulatedNetwork(seed: 42, conditions: rough)
        let second = SimulatedNetwork(seed: 42, conditions: rough)
        let arrived = run(first)
        #expect(arrived == run(second))
        #expect(first.recording == second.recording)
        #expect(arrived != run(SimulatedNetwork(seed: 43, conditions: rough)))
    }

    @Test("Loss is as asked, within four standard deviations", arguments: [0.01, 0.05, 0.2])
    func loss(rate: Double) {
        let network = SimulatedNetwork(seed: 7, conditions: conditions { $0.loss = rate })
        let lost = Double(10_000 - run(network).count)
        let deviation = (10_000 * rate * (1 - rate)).squareRoot()
        #expect(abs(lost - 10_000 * rate) < 4 * deviation)
        #expect(network.recording.count { $0.fate == .lost } == Int(lost))
    }

    @Test("Duplicates arrive as often as asked, and nothing else does twice")
    func duplication() {
        let network = SimulatedNetwork(seed: 7, conditions: conditions { $0.duplication = 0.1 })
        let arrived = run(network)
        #expect((900...1100).contains(arrived.count - 10_000))
        #expect(Set(numbers(arrived)).count == 10_000)
        #expect(network.recording.count { $0.fate == .duplicated } == arrived.count - 10_000)
    }

    @Test("A wide delay or late datagrams reorder; both lose nothing")
    func reordering() {
        for rough in [
            conditions { $0.delay = .milliseconds(1) ... .milliseconds(30) }, conditions { $0.reordering = 0.05 },
        ] {
            let arrived = run(SimulatedNetwork(seed: 7, conditions: rough))
            #expect(numbers(arrived) != Array(0..<10_000))
            #expect(numbers(arrived).sorted() == Array(0..<10_000))
            #expect(arrived.map(\.at) == arrived.map(\.at).sorted())
        }
    }

    @Test("Conditions of one direction leave the other alone")
    func directions() {
        let network = SimulatedNetwork(seed: 1)
        network.setConditions(conditions { $0.loss = 1 }, from: Self.one, to: Self.two)
        #expect(run(network, count: 50).isEmpty)
        #expect(run(network, count: 50, from: Self.two, to: Self.one).count == 50)
    }

    @Test("A block holds in its direction until it is undone")
    func blocks() {
        let network = SimulatedNetwork(seed: 1)
        network.block(from: Self.one, to: Self.two)
        #expect(run(network, count: 5).isEmpty)
        #expect(run(network, count: 5, from: Self.two, to: Self.one).count == 5)
        network.unblock(from: Self.one, to: Self.two)
        #expect(run(network, count: 5).count == 5)
        network.blockBoth(Self.one, Self.two)
        #expect(run(network, count: 5).isEmpty)
        #expect(run(network, count: 5, from: Self.two, to: Self.one).isEmpty)
        network.unblockAll()
        #expect(run(network, count: 5).count == 5)
    }

    @Test("What is larger than the MTU vanishes, what just fits arrives")
    func mtu() {
        let network = SimulatedNetwork(seed: 1, conditions: conditions { $0.mtu = 100 })
        for length in [100, 101] {
            network.send(Array(repeating: 0, count: length), from: Self.one, to: Self.two, now: Self.start)
        }
        #expect(network.deliver(upTo: Self.start + .seconds(1)).map(\.bytes.count) == [100])
        #expect(network.recording.map(\.fate) == [.delivered, .tooLarge])
    }

    @Test("The next delivery is announced, and nothing comes before it")
    func nextDelivery() {
        let network = SimulatedNetwork(seed: 1)
        #expect(network.nextDelivery == nil)
        network.send([1], from: Self.one, to: Self.two, now: Self.start)
        #expect(network.nextDelivery == Self.start + .milliseconds(10))
        #expect(network.deliver(upTo: Self.start + .milliseconds(9)).isEmpty)
        #expect(network.deliver(upTo: Self.start + .milliseconds(10)).count == 1)
        #expect(network.nextDelivery == nil)
    }
}

@Suite("Simulated links and virtual time")
struct SimulatedLinkTests {
    private struct Recorder: DatagramHandler, ~Copyable {
        var received: [Datagram] = []

        mutating func handle(_ batch: inout PacketBatch, from link: any Link) {
            received += batch.datagrams
        }

        mutating func linkClosed(_ link: any Link, reason: LinkCloseReason) {}
    }

    private let clock = VirtualClock()
    private let network = SimulatedNetwork(seed: 1)
    private let one = Fixtures.loopback4.with(port: 1)
    private let two = Fixtures.loopback4.with(port: 2)

    @Test("What one link sends, the other hands to its handler, and both count it")
    func roundTrip() {
        let sender = SimulatedLink(on: network, clock: clock, address: one)
        let receiver = SimulatedLink(on: network, clock: clock, address: two)
        var batch = PacketBatch([[1, 2, 3], [4]], to: two)
        sender.send(&batch)
        #expect(batch.entries.isEmpty)
        clock.advance(by: .milliseconds(10))
        let arrived = network.deliver(upTo: clock.now)
        var recorder = Recorder()
        sender.deliver(arrived, to: &recorder)
        #expect(recorder.received.isEmpty)
        receiver.deliver(arrived, to: &recorder)
        #expect(recorder.received == [Datagram(bytes: [1, 2, 3], remote: one), Datagram(bytes: [4], remote: one)])
        #expect(sender.statistics.sent == receiver.statistics.received)
        #expect(sender.statistics.sent.bytes == 4)
    }

    @Test("Too large, and after closing: dropped and counted")
    func drops() {
        let link = SimulatedLink(on: network, clock: clock, address: one, maxDatagramSize: 3)
        var batch = PacketBatch([[1, 2, 3], [1, 2, 3, 4]], to: two)
        link.send(&batch)
        link.close(.local("done"))
        link.close(.idle)
        var late = PacketBatch([[1]], to: two)
        link.send(&late)
        #expect(link.closeReason == .local("done"))
        #expect(link.statistics.dropsByReason == [.tooLarge: 1, .linkClosed: 1])
        #expect(network.recording.count == 1)
    }

    @Test("The clock moves by hand, and never back")
    func time() {
        let start = ContinuousClock.now
        let clock = VirtualClock(start: start)
        clock.advance(by: .seconds(3))
        clock.advance(by: .seconds(-1))
        clock.advance(to: start)
        #expect(clock.now == start + .seconds(3))
    }
}
