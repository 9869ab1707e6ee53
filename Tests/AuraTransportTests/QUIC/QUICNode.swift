import AuraTransport
import AuraWire

/// What an endpoint has told.
struct QUICRecorder: QUICOwner {
    var opened: [QUICConnection] = []
    var received: [[UInt8]] = []
    var batches = 0
    var reasons: [LinkCloseReason] = []
    var openReasons: [LinkCloseReason] = []
    /// Sends back what comes.
    var echoes = false

    mutating func opened(_ connection: QUICConnection) { opened.append(connection) }

    mutating func received(_ batch: inout PacketBatch, on connection: QUICConnection) {
        batches += 1
        received += batch.datagrams.map(\.bytes)
        if echoes { _ = connection.port.enqueue(&batch) }
    }

    mutating func closed(_ connection: QUICConnection, reason: LinkCloseReason, wasOpen: Bool) {
        reasons.append(reason)
        if wasOpen { openReasons.append(reason) }
        opened.removeAll { $0 === connection }
    }
}

/// An endpoint with an address in a world of tests.
final class QUICNode {
    var endpoint: QUICEndpoint
    var owner = QUICRecorder()
    var address: SocketAddress
    /// Where it can still be reached besides.
    var otherAddresses: [SocketAddress] = []
    var isServer: Bool
    /// Sees everything that is sent; may change or drop (`nil`) it.
    var tap: (([UInt8]) -> [UInt8]?)?

    init(server door: QUICDoor, _ address: SocketAddress) {
        endpoint = QUICEndpoint(door: door)
        self.address = address
        isServer = true
    }

    init(client pass: QUICPass, _ address: SocketAddress) {
        endpoint = QUICEndpoint(pass: pass)
        self.address = address
        isServer = false
    }

    /// The only open connection.
    var connection: QUICConnection? { owner.opened.last }

    func isReachable(at address: SocketAddress) -> Bool {
        address == self.address || otherAddresses.contains(address)
    }

    /// Queues datagrams as a link would.
    func send(_ datagrams: [[UInt8]], over connection: QUICConnection? = nil) {
        guard let connection = connection ?? self.connection else { return }
        var batch = PacketBatch(datagrams, to: PacketBatch.nowhere)
        if connection.port.enqueue(&batch) { endpoint.wake(connection) }
    }
}
