internal import AuraWire
internal import Logging

/// What a client's thread works for: one link.
struct QUICClientOwner: QUICWorkerOwner, ~Copyable {
    private let station: QUICStation
    private let promise: QUICPromise
    private var link: QUICLink?
    private var receiver: (any QUICReceiver)?
    /// What a handler has to be told that comes after the end.
    private var ending: (link: QUICLink, reason: LinkCloseReason)?
    /// What came before there was a handler.
    private var early: QUICChunk?
    private var earlyRemote = PacketBatch.nowhere
    private(set) var isDone = false
    private(set) var deadline: UInt64?

    init(station: QUICStation, promise: QUICPromise, hasConnection: Bool, deadline: UInt64) {
        self.station = station
        self.promise = promise
        self.deadline = deadline
        if !hasConnection {
            isDone = true
            promise.keep(.failure(.init(description: "there is no memory for a connection")))
        }
    }

    mutating func opened(_ connection: QUICConnection) {
        let link = QUICLink(station: station, connection: connection, isStarted: false)
        self.link = link
        deadline = nil
        promise.keep(.success(link))
    }

    mutating func received(_ batch: inout PacketBatch, on connection: QUICConnection) {
        guard let link else { return }
        if let receiver { return receiver.handle(&batch, from: link) }
        earlyRemote = connection.path.remote
        keep(&batch)
    }

    mutating func closed(_ connection: QUICConnection, reason: LinkCloseReason, wasOpen: Bool) {
        isDone = true
        early.map(QUICChunk.pool.give)
        early = nil
        guard let link else { return promise.keep(.failure(.init(description: Self.text(of: reason)))) }
        QUICTokens.shared.keep(connection.givenToken, from: link.remoteAddress)
        QUICLog.closed(link, reason, station.logger)
        self.link = nil
        guard let receiver else { return ending = (link, reason) }
        self.receiver = nil
        receiver.linkClosed(link, reason: reason)
    }

    mutating func review(_ endpoint: inout QUICEndpoint, at time: QUICTime) {
        guard let deadline, time.ticks >= deadline, !isDone else { return }
        self.deadline = nil
        closeAll(&endpoint, .unanswered, at: time)
    }

    mutating func close(_ endpoint: inout QUICEndpoint, _ closing: QUICMailbox.Closing, at time: QUICTime) {
        // A wish without a link is one to stop connecting; it may come too late.
        if closing.link == nil, link != nil { return }
        closeAll(&endpoint, closing.reason, at: time)
    }

    mutating func install(_ receiver: any QUICReceiver) {
        guard let link else {
            if let ending { receiver.linkClosed(ending.link, reason: ending.reason) }
            ending = nil
            return
        }
        self.receiver = receiver
        guard let chunk = early else { return }
        early = nil
        for index in 0..<chunk.batch.count { chunk.batch.entries[index].remote = earlyRemote }
        receiver.handle(&chunk.batch, from: link)
        QUICChunk.pool.give(chunk)
    }

    mutating func giveUp(_ endpoint: inout QUICEndpoint, _ reason: LinkCloseReason, at time: QUICTime) {
        closeAll(&endpoint, reason, at: time)
        isDone = true
    }

    func count(_ tally: LinkStatistics) {
        link?.port.counters.add(tally)
    }

    private mutating func closeAll(_ endpoint: inout QUICEndpoint, _ reason: LinkCloseReason, at time: QUICTime) {
        for connection in endpoint.all { endpoint.close(connection, reason, at: time, telling: &self) }
    }

    private mutating func keep(_ batch: inout PacketBatch) {
        let chunk = early ?? QUICChunk.pool.take()
        early = chunk
        var tally = LinkStatistics()
        batch.withStorage { memory, entries in
            for entry in entries where entry.length > 0 {
                let bytes = UnsafeRawBufferPointer(rebasing: memory[entry.offset..<(entry.offset + entry.length)])
                if !chunk.append(bytes) { tally.drop(.overflow) }
            }
        }
        count(tally)
    }

    private static func text(of reason: LinkCloseReason) -> String {
        switch reason {
        case .unanswered: "no answer in time"
        case .remote(let what) where what.contains("0x101"):
            "the server closed the connection: \(what); check the outer key, and the clocks of both sides"
        default: reason.description
        }
    }
}
