package import AuraWire

/// What an endpoint tells whoever runs it. Called between packets, never from within the library.
package protocol QUICOwner: ~Copyable {
    /// A connection carries a session from now on: its proof was accepted.
    mutating func opened(_ connection: QUICConnection)

    /// Datagrams of a session have come. Entries of length 0 are to be skipped. The batch is used again after the call.
    mutating func received(_ batch: inout PacketBatch, on connection: QUICConnection)

    /// A connection has ended; `wasOpen` tells whether it ever carried a session.
    mutating func closed(_ connection: QUICConnection, reason: LinkCloseReason, wasOpen: Bool)
}
