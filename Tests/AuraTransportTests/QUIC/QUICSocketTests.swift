import AuraCrypto
import AuraTransport
import AuraWire
import Foundation
import Synchronization
import Testing

/// What the links of a listener or of a client have told.
final class QUICWitness: Sendable {
    struct Notes {
        var datagrams: [[UInt8]] = []
        var reasons: [LinkCloseReason] = []
        var links: [any Link] = []
    }

    let notes = Mutex(Notes())
    let echoes: Bool
    /// Runs on the links' thread with each batch.
    let onBatch: (@Sendable (any Link) -> Void)?

    init(echoes: Bool = false, onBatch: (@Sendable (any Link) -> Void)? = nil) {
        self.echoes = echoes
        self.onBatch = onBatch
    }

    var datagrams: [[UInt8]] { notes.withLock { $0.datagrams } }
    var reasons: [LinkCloseReason] { notes.withLock { $0.reasons } }
    var links: [any Link] { notes.withLock { $0.links } }

    /// Waits for what is awaited, at most ten seconds.
    func wait(_ isDone: @Sendable (Notes) -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(10)
        while !isDone(notes.withLock { $0 }) {
            try #require(ContinuousClock.now < end, "waited in vain")
            try await Task.sleep(for: .milliseconds(1))
        }
    }
}

struct QUICWitnessHandler: DatagramHandler, ~Copyable {
    let witness: QUICWitness

    mutating func handle(_ batch: inout PacketBatch, from link: any Link) {
        let datagrams = batch.datagrams.map(\.bytes)
        witness.notes.withLock { $0.datagrams += datagrams }
        if witness.echoes { link.send(&batch) }
        witness.onBatch?(link)
    }

    mutating func linkClosed(_ link: any Link, reason: LinkCloseReason) {
        witness.notes.withLock { $0.reasons.append(reason) }
    }
}

@Suite("QUIC: real sockets", .serialized)
struct QUICSocketTests {
    private static func listen(
        _ witness: QUICWitness = QUICWitness(), at address: SocketAddress = Fixtures.loopback4
    ) throws -> QUICListener {
        let listener = try QUICListener.bind(
            to: address, configuration: QUICFixtures.server, key: Fixtures.key, logger: Fixtures.logger)
        try listener.start({ QUICWitnessHandler(witness: witness) }) { link in
            witness.notes.withLock { $0.links.append(link) }
        }
        return listener
    }

    private static func connect(
        _ address: SocketAddress, key: OuterKey = Fixtures.key,
        _ change: (inout QUICClientConfiguration) -> Void = { _ in }
    ) async throws -> QUICLink {
        var configuration = QUICClientConfiguration(serverName: "example.org")
        change(&configuration)
        return try await QUICLink.connect(to: address, configuration: configuration, key: key, logger: Fixtures.logger)
    }

    private static func numbered(_ count: Int, length: Int = 1_000) -> [[UInt8]] {
        (0..<count).map { Fixtures.data(length, seed: UInt64($0)) }
    }

    @Test(
        "Datagrams go both ways, over IPv4 and IPv6, and to a dual-stack listener",
        arguments: [
            (Fixtures.loopback4, Fixtures.loopback4), (Fixtures.loopback6, Fixtures.loopback6),
            (Fixtures.any6, Fixtures.loopback6), (Fixtures.any6, Fixtures.loopback4),
            (Fixtures.any4, Fixtures.loopback4),
        ])
    func bothWays(bound: SocketAddress, dialled: SocketAddress) async throws {
        let witness = QUICWitness(echoes: true)
        let listener = try Self.listen(witness, at: bound)
        let link = try await Self.connect(dialled.with(port: listener.boundAddress.port))
        let mine = QUICWitness()
        try link.start(QUICWitnessHandler(witness: mine))
        // No more than may wait on any path.
        let sent = Self.numbered(70)
        var batch = PacketBatch(sent, to: dialled)
        link.send(&batch)
        #expect(batch.count == 0)
        try await mine.wait { $0.datagrams.count == 70 }
        #expect(Set(mine.datagrams) == Set(sent))
        #expect(link.transport == .quic)
        #expect(link.roundTrip.map { $0 > .zero && $0 < .seconds(1) } == true)
        #expect(listener.admissions == Self.admissions(accepted: 1, open: 1))
        let theirs = try #require(witness.links.first)
        #expect(theirs.statistics.received.datagrams == 70)
        link.close(.local("done"))
        #expect(mine.reasons == [.local("done")])
        try await witness.wait { !$0.reasons.isEmpty }
        #expect(witness.reasons == [.remote("H3_NO_ERROR (0x100): done")])
        listener.close(.local("done"))
    }

    private static func admissions(accepted: UInt64, open: Int) -> ListenerStatistics {
        var statistics = ListenerStatistics()
        statistics.accepted = accepted
        statistics.open = open
        return statistics
    }

    @Test("What comes before a client is started is kept, up to a bound")
    func beforeStart() async throws {
        let witness = QUICWitness()
        let listener = try Self.listen(witness)
        let link = try await Self.connect(listener.boundAddress)
        try await witness.wait { !$0.links.isEmpty }
        let theirs = try #require(witness.links.first)
        let sent = Self.numbered(QUICLimits.datagramsBeforeStart + 50, length: 200)
        var batch = PacketBatch(sent, to: PacketBatch.nowhere)
        theirs.send(&batch)
        let end = ContinuousClock.now + .seconds(10)
        while link.statistics[dropped: .overflow] < 50, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(1))
        }
        let mine = QUICWitness()
        try link.start(QUICWitnessHandler(witness: mine))
        try await mine.wait { $0.datagrams.count >= QUICLimits.datagramsBeforeStart }
        #expect(mine.datagrams == Array(sent.prefix(QUICLimits.datagramsBeforeStart)))
        #expect(throws: TransportError.notStartable) { try link.start(QUICWitnessHandler(witness: mine)) }
        link.close(.local("done"))
        listener.close(.local("done"))
    }

    @Test("Without a server, with a wrong key and with a wrong pin there is an error that says so")
    func refusals() async throws {
        let nobody = try RawSocket(bindTo: Fixtures.loopback4)
        let silent = await #expect(throws: TransportError.self) {
            _ = try await Self.connect(nobody.address) { $0.timeout = .milliseconds(300) }
        }
        #expect(silent == .notConnected(.quic, nobody.address, "no answer in time"))
        let listener = try Self.listen()
        let address = listener.boundAddress
        let key = await #expect(throws: TransportError.self) { try await Self.connect(address, key: .random()) }
        #expect(key?.description.contains("check the outer key") == true)
        let pin = await #expect(throws: TransportError.self) {
            try await Self.connect(address) { $0.pins = [[UInt8](repeating: 9, count: 32)] }
        }
        #expect(pin?.description.contains("not the pinned one") == true)
        let good = try await Self.connect(address) { $0.pins = [try! QUICFixtures.pin()] }
        good.close(.local("done"))
        listener.close(.local("done"))
    }

    @Test("Connecting ends at once when its task is cancelled")
    func cancelled() async throws {
        let nobody = try RawSocket(bindTo: Fixtures.loopback4)
        let address = nobody.address
        let task = Task { try await Self.connect(address) { $0.timeout = .seconds(60) } }
        try await Task.sleep(for: .milliseconds(20))
        let start = ContinuousClock.now
        task.cancel()
        let result = await task.result
        #expect(throws: TransportError.self) { try result.get() }
        #expect(ContinuousClock.now - start < .seconds(2))
    }

    @Test("A certificate or a secret that cannot be used, and a busy port, are errors that say so")
    func unusable() throws {
        var configuration = QUICFixtures.server
        configuration.certificate = "nonsense"
        let bad = configuration
        #expect(throws: TransportError.self) {
            try QUICListener.bind(
                to: Fixtures.loopback4, configuration: bad, key: Fixtures.key, logger: Fixtures.logger)
        }
        configuration = QUICFixtures.server
        configuration.secret = [1, 2, 3]
        let short = configuration
        let error = #expect(throws: TransportError.self) {
            try QUICListener.bind(
                to: Fixtures.loopback4, configuration: short, key: Fixtures.key, logger: Fixtures.logger)
        }
        #expect(error?.description.contains("32 bytes") == true)
        let listener = try Self.listen()
        let address = listener.boundAddress
        #expect(throws: TransportError.addressInUse(.quic, address)) { try Self.listen(at: address) }
        listener.close(.local("done"))
        let next = try Self.listen(at: address)
        next.close(.local("done"))
        #expect(throws: TransportError.notStartable) {
            try next.start({ QUICWitnessHandler(witness: QUICWitness()) }, accepted: { _ in })
        }
    }

    @Test("A closed listener's links live on, and the port is free with the last of them")
    func listenerClosed() async throws {
        let witness = QUICWitness(echoes: true)
        let listener = try Self.listen(witness)
        let link = try await Self.connect(listener.boundAddress)
        let mine = QUICWitness()
        try link.start(QUICWitnessHandler(witness: mine))
        listener.close(.local("enough"))
        listener.close(.local("again"))
        var batch = PacketBatch(Self.numbered(5), to: listener.boundAddress)
        link.send(&batch)
        try await mine.wait { $0.datagrams.count == 5 }
        let address = listener.boundAddress
        await #expect(throws: TransportError.self) {
            try await Self.connect(address) { $0.timeout = .milliseconds(300) }
        }
        try #require(witness.links.first).close(.local("and out"))
        #expect(witness.reasons == [.local("and out")])
        try await mine.wait { !$0.reasons.isEmpty }
        #expect(mine.reasons == [.remote("H3_NO_ERROR (0x100): and out")])
        let next = try Self.listen(at: address)
        next.close(.local("done"))
    }

    @Test("A handler may close its own link, on either side")
    func closingInHandler() async throws {
        let witness = QUICWitness { $0.close(.local("had enough")) }
        let listener = try Self.listen(witness)
        let link = try await Self.connect(listener.boundAddress)
        let mine = QUICWitness()
        try link.start(QUICWitnessHandler(witness: mine))
        var batch = PacketBatch(Self.numbered(1), to: listener.boundAddress)
        link.send(&batch)
        try await mine.wait { !$0.reasons.isEmpty }
        #expect(witness.reasons == [.local("had enough")])
        #expect(mine.reasons == [.remote("H3_NO_ERROR (0x100): had enough")])
        // Nothing is sent any more, and nothing waits.
        batch = PacketBatch(Self.numbered(1), to: listener.boundAddress)
        link.send(&batch)
        #expect(link.statistics[dropped: .linkClosed] == 1)
        link.close(.local("late"))
        #expect(mine.reasons.count == 1)
        listener.close(.local("done"))
    }

    @Test("Closing while several threads send ends cleanly, and closes once")
    func closeWhileSending() async throws {
        for _ in 0..<10 {
            let witness = QUICWitness()
            let listener = try Self.listen(witness)
            let link = try await Self.connect(listener.boundAddress)
            let mine = QUICWitness()
            try link.start(QUICWitnessHandler(witness: mine))
            let payloads = Self.numbered(20)
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<100 {
                            var batch = PacketBatch(payloads, to: PacketBatch.nowhere)
                            link.send(&batch)
                        }
                    }
                }
                for _ in 0..<2 { group.addTask { link.close(.local("now")) } }
            }
            #expect(mine.reasons == [.local("now")])
            try await witness.wait { !$0.reasons.isEmpty }
            listener.close(.local("done"))
        }
    }

    @Test("What several threads send over one link arrives, or is counted as dropped, each thread's in order")
    func severalSenders() async throws {
        let witness = QUICWitness()
        let listener = try Self.listen(witness)
        let link = try await Self.connect(listener.boundAddress)
        try link.start(QUICWitnessHandler(witness: QUICWitness()))
        await withTaskGroup { group in
            for sender in UInt8(1)...4 {
                group.addTask {
                    for number in 0..<UInt8(100) {
                        link.send([[1, sender, number] + [UInt8](repeating: 9, count: 700)])
                    }
                }
            }
        }
        let dropped = Int(link.statistics[dropped: .queueFull])
        #expect(dropped < 400 && link.statistics.dropped == UInt64(dropped))
        try await witness.wait { $0.datagrams.count == 400 - dropped }
        for sender in UInt8(1)...4 {
            let numbers = witness.datagrams.filter { $0[1] == sender }.map { $0[2] }
            #expect(numbers == numbers.sorted() && Set(numbers).count == numbers.count)
        }
        link.close(.local("done"))
        listener.close(.local("done"))
    }

    @Test("A thread that polls busily carries datagrams both ways, and ends when it is to end")
    func busyPolling() async throws {
        let witness = QUICWitness(echoes: true)
        var configuration = QUICFixtures.server
        configuration.busyPoll = .seconds(60)
        let listener = try QUICListener.bind(
            to: Fixtures.loopback4, configuration: configuration, key: Fixtures.key, logger: Fixtures.logger)
        try listener.start({ QUICWitnessHandler(witness: witness) }, accepted: { _ in })
        let link = try await Self.connect(listener.boundAddress) { $0.busyPoll = .seconds(60) }
        let mine = QUICWitness()
        try link.start(QUICWitnessHandler(witness: mine))
        for count in 1...3 {
            link.send(Self.numbered(1))
            try await mine.wait { $0.datagrams.count == count }
        }
        link.close(.local("done"))
        try await witness.wait { !$0.reasons.isEmpty }
        listener.close(.local("done"))
        #expect(mine.reasons == [.local("done")])
    }

    @Test("Several clients share a listener, each with a link of its own")
    func manyClients() async throws {
        let witness = QUICWitness(echoes: true)
        let listener = try Self.listen(witness)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    let link = try await Self.connect(listener.boundAddress)
                    let mine = QUICWitness()
                    try link.start(QUICWitnessHandler(witness: mine))
                    let sent = (0..<50).map { Fixtures.data(500, seed: UInt64(1_000 * number + $0)) }
                    var batch = PacketBatch(sent, to: PacketBatch.nowhere)
                    link.send(&batch)
                    try await mine.wait { $0.datagrams.count == 50 }
                    #expect(Set(mine.datagrams) == Set(sent))
                    link.close(.local("done"))
                }
            }
            try await group.waitForAll()
        }
        try await witness.wait { $0.reasons.count == 20 }
        // The handler hears of the last one a moment before it is counted out.
        while listener.admissions.open > 0 { try await Task.sleep(for: .milliseconds(2)) }
        #expect(listener.admissions == Self.admissions(accepted: 20, open: 0))
        listener.close(.local("done"))
    }

    @Test("Links that come and go leave no descriptors and no threads behind")
    func noLeaks() async throws {
        let witness = QUICWitness()
        let listener = try Self.listen(witness)
        func cycle() async throws {
            let link = try await Self.connect(listener.boundAddress)
            try link.start(QUICWitnessHandler(witness: QUICWitness()))
            link.close(.local("done"))
        }
        for _ in 0..<5 { try await cycle() }
        let before = (Self.count("/proc/self/fd"), Self.count("/proc/self/task"))
        for _ in 0..<50 { try await cycle() }
        // Other suites run beside this one, and Swift's pool grows by itself.
        #expect(Self.count("/proc/self/fd") < before.0 + 40)
        #expect(Self.count("/proc/self/task") < before.1 + 40)
        try await witness.wait { $0.reasons.count == 55 }
        listener.close(.local("done"))
    }

    private static func count(_ path: String) -> Int {
        (try? FileManager.default.contentsOfDirectory(atPath: path).count) ?? 0
    }
}
