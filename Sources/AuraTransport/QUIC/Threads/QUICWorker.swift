internal import AuraWire
internal import Logging

/// The thread that owns connections: waits, receives, lets time pass, sends, and again.
///
/// `Owner` is what it works for: a listener or a client.
struct QUICWorker<Owner: QUICWorkerOwner & ~Copyable>: ~Copyable {
    /// Receive failures in a row, of the lasting kind, after which the socket is given up. The thread pauses after each.
    private static var maximumFailures: Int { 100 }
    /// Packets that take a while to be handed on.
    private static var manyPackets: Int { 16 }
    /// The pause, in nanoseconds.
    private static var failurePause: UInt64 { 10 * QUICLimits.millisecond }

    private let station: QUICStation
    private var endpoint: QUICEndpoint
    private var owner: Owner
    private var outgoing = QUICOutgoing()
    private var sender: QUICSender
    private var batch = Inbox.makeBatch()
    private var inbox = Inbox()
    private var busyPoll: BusyPoll
    /// Receive failures in a row, and those of them that do not go away by themselves.
    private var failures = 0
    private var fatalFailures = 0

    init(station: QUICStation, endpoint: consuming QUICEndpoint, owner: consuming Owner) {
        self.station = station
        self.endpoint = endpoint
        self.owner = owner
        sender = QUICSender(station: station)
        busyPoll = station.busyPoll
    }

    /// Runs until the owner has had enough.
    consuming func run() {
        station.claimThread()
        var wakers: [QUICWaker] = []
        while true {
            send()
            if owner.isDone { break }
            for waker in wakers { waker.wake() }
            wait()
            wakers = readLetters()
            receive()
            endpoint.expire(at: .now, telling: &owner)
            owner.review(&endpoint, at: .now)
        }
        let late = station.mailbox.close()
        if let receiver = late.receiver { owner.install(receiver) }
        // Whoever waits for the end may then rely on the port being free.
        station.socket.retire()
        for waker in wakers + late.closings.compactMap(\.waker) { waker.wake() }
    }

    private mutating func wait() {
        guard !endpoint.hasWork, failures > 0 || !busyPoll.goesOn() else { return }
        do throws(SystemError) {
            // A socket that fails may be readable all the time.
            if failures > 1 { return try station.pause(nanoseconds: Self.failurePause) }
            let deadlines = [endpoint.nextDeadline, owner.deadline].compactMap(\.self)
            try station.wait(until: deadlines.min())
        } catch {
            owner.giveUp(&endpoint, .failed("\(error)"), at: .now)
        }
    }

    /// Sees to what other threads want; returns those who wait for it.
    private mutating func readLetters() -> [QUICWaker] {
        let letters = station.mailbox.take()
        guard !letters.isEmpty else { return [] }
        busyPoll.note()
        for number in letters.ready { endpoint.wake(number) }
        if let receiver = letters.receiver { owner.install(receiver) }
        for closing in letters.closings { owner.close(&endpoint, closing, at: .now) }
        return letters.closings.compactMap(\.waker)
    }

    private mutating func send() {
        repeat {
            _ = endpoint.write(into: &outgoing, at: .now, telling: &owner)
            if outgoing.isEmpty { return }
            let losses = sender.send(&outgoing)
            if losses.dropped > 0 { owner.count(losses) }
        } while endpoint.hasReplies
    }

    private mutating func receive() {
        var tally = LinkStatistics()
        switch station.socket.receive(into: &batch, &inbox, counting: &tally) {
        case .done:
            noteSuccess()
            busyPoll.note()
            takeIn(at: .now)
        case .wouldBlock: noteSuccess()
        case .failed(let number): noteFailure(number)
        }
        if tally.dropped > 0 { owner.count(tally) }
    }

    private mutating func takeIn(at time: QUICTime) {
        let messages = inbox.messages
        let port = station.localAddress
        let count = batch.count
        batch.withStorage { memory, entries in
            for message in messages {
                var path = QUICPath(
                    local: SocketAddress(message.local?.ip ?? port.ip, port: port.port), remote: message.remote)
                if let source = message.local { path.interfaceIndex = source.interfaceIndex }
                for entry in entries[message.entries] where entry.length > 0 {
                    let bytes = UnsafeRawBufferPointer(
                        rebasing: memory[entry.offset..<(entry.offset + entry.length)])
                    endpoint.receive(bytes, from: path, at: time, telling: &owner)
                }
            }
        }
        // What takes a while to be handed on is acknowledged before: the peer may be waiting for nothing else.
        if count >= Self.manyPackets { send() }
        endpoint.flush(at: time, telling: &owner)
    }

    private mutating func noteSuccess() {
        failures = 0
        fatalFailures = 0
    }

    private mutating func noteFailure(_ number: Int32) {
        failures += 1
        if SendFailure.isTransientOnReceive(number) { return }
        let error = SystemError(call: "recvmmsg", number: number)
        fatalFailures += 1
        if fatalFailures == 1 {
            station.logger.notice("Receiving fails; trying on", metadata: ["error": "\(error)"])
        }
        if fatalFailures >= Self.maximumFailures { owner.giveUp(&endpoint, .failed("\(error)"), at: .now) }
    }
}
