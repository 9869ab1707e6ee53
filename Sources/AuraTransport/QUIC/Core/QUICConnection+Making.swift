internal import AuraWire
internal import CNgtcp2

extension QUICConnection {
    /// A client's connection; `nil` when there is no memory for it.
    static func client(
        _ tls: QUICTLS, path: QUICPath, serverName: String?, token: [UInt8], tampering: UInt64, number: UInt32,
        time: QUICTime
    ) -> QUICConnection? {
        var settings = settings(at: time, secret: nil, tampering)
        var way = path.raw
        var id = QUICID.random().raw
        let made: OpaquePointer? =
            if let serverName {
                aura_quic_client_new(tls.raw, &settings, &way, &id, serverName, token, token.count)
            } else {
                aura_quic_client_new(tls.raw, &settings, &way, &id, nil, token, token.count)
            }
        guard let made else { return nil }
        return QUICConnection(made, tls: tls, number: number, isServer: false, path: path, now: time.ticks)
    }

    /// A server's connection for a client's first packet. `original` is the id that the client chose before a Retry.
    static func server(
        _ tls: QUICTLS, path: QUICPath, hello: inout aura_quic_hello, original: aura_quic_id?, isValidated: Bool,
        secret: [UInt8], tampering: UInt64, number: UInt32, time: QUICTime
    ) -> QUICConnection? {
        var way = path.raw
        var id = QUICID.random().raw
        let made: OpaquePointer? = secret.withUnsafeBufferPointer { secret in
            guard secret.count == Int(AURA_QUIC_SECRET_LENGTH) else { return nil }
            var settings = settings(at: time, secret: secret.baseAddress, tampering)
            let validated: Int32 = isValidated ? 1 : 0
            guard var original else {
                return aura_quic_server_new(tls.raw, &settings, &way, &hello, &id, nil, validated)
            }
            return aura_quic_server_new(tls.raw, &settings, &way, &hello, &id, &original, validated)
        }
        guard let made else { return nil }
        return QUICConnection(made, tls: tls, number: number, isServer: true, path: path, now: time.ticks)
    }

    private static func settings(
        at time: QUICTime, secret: UnsafePointer<UInt8>?, _ tampering: UInt64
    ) -> aura_quic_settings {
        aura_quic_settings(
            now: time.ticks, handshake_timeout: QUICLimits.provingTime, idle_timeout: QUICLimits.idleTimeout,
            maximum_datagram: 65_535, connection_ids: QUICLimits.connectionIDs, secret: secret,
            tampering: tampering)
    }

    /// The ids that the connection goes by from the start.
    func takeFirstIDs() -> [QUICID] {
        withUnsafeTemporaryAllocation(of: aura_quic_id.self, capacity: 4) { room in
            room.initialize(repeating: aura_quic_id())
            let count = aura_quic_first_ids(raw, room.baseAddress)
            return room.prefix(Int(count)).map { QUICID($0) }
        }
    }

    /// The ids that have come and gone since the last call.
    func takeIDChanges() -> [(id: QUICID, isNew: Bool)] {
        guard report.id_changes > 0 else { return [] }
        return withUnsafeTemporaryAllocation(
            of: aura_quic_id_change.self, capacity: Int(AURA_QUIC_ID_CHANGES)
        ) { room in
            room.initialize(repeating: aura_quic_id_change())
            let count = aura_quic_take_id_changes(raw, room.baseAddress)
            return room.prefix(Int(count)).map { (QUICID($0.id), $0.is_new != 0) }
        }
    }
}
