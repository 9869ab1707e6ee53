internal import AuraWire
internal import Logging

/// What a listener's thread works for.
struct QUICListenerOwner: QUICWorkerOwner, ~Copyable {
    private let station: QUICStation
    private let board: QUICBoard
    private let receiver: any QUICReceiver
    private let accepted: @Sendable (any Link) -> Void
    private var links: [UInt32: QUICLink] = [:]
    private var isClosed = false

    init(
        station: QUICStation, board: QUICBoard, receiver: any QUICReceiver,
        accepted: @escaping @Sendable (any Link) -> Void
    ) {
        self.station = station
        self.board = board
        self.receiver = receiver
        self.accepted = accepted
    }

    var isDone: Bool { isClosed && links.isEmpty }
    var deadline: UInt64? { nil }

    mutating func opened(_ connection: QUICConnection) {
        let link = QUICLink(station: station, connection: connection, isStarted: true)
        links[connection.number] = link
        accepted(link)
    }

    mutating func received(_ batch: inout PacketBatch, on connection: QUICConnection) {
        if let link = links[connection.number] { receiver.handle(&batch, from: link) }
    }

    mutating func closed(_ connection: QUICConnection, reason: LinkCloseReason, wasOpen: Bool) {
        guard let link = links.removeValue(forKey: connection.number) else { return }
        QUICLog.closed(link, reason, station.logger)
        receiver.linkClosed(link, reason: reason)
    }

    mutating func review(_ endpoint: inout QUICEndpoint, at time: QUICTime) {
        if let door = endpoint.door { board.tell(door.statistics, retries: door.retries) }
    }

    mutating func close(_ endpoint: inout QUICEndpoint, _ closing: QUICMailbox.Closing, at time: QUICTime) {
        if let link = closing.link {
            guard let connection = endpoint.connections[link.number] else { return }
            endpoint.close(connection, closing.reason, at: time, telling: &self)
        } else {
            isClosed = true
            endpoint.door?.isOpen = false
            for connection in endpoint.all where !connection.isOpen {
                endpoint.close(connection, closing.reason, at: time, telling: &self)
            }
        }
    }

    mutating func install(_ receiver: any QUICReceiver) {}

    mutating func giveUp(_ endpoint: inout QUICEndpoint, _ reason: LinkCloseReason, at time: QUICTime) {
        isClosed = true
        station.logger.error("The QUIC listener has failed", metadata: ["reason": "\(reason)"])
        for connection in endpoint.all { endpoint.close(connection, reason, at: time, telling: &self) }
    }

    func count(_ tally: LinkStatistics) { board.count(tally) }
}
