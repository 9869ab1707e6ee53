internal import CNgtcp2

/// A connection id: what a packet says of whom it is for.
struct QUICID: Hashable, Sendable {
    private let head: UInt64
    private let middle: UInt64
    private let tail: UInt32
    private let length: UInt32

    init(_ id: aura_quic_id) {
        head = id.head
        middle = id.middle
        tail = id.tail
        length = id.length
    }

    var raw: aura_quic_id { aura_quic_id(head: head, middle: middle, tail: tail, length: length) }

    static func random() -> QUICID {
        var id = aura_quic_id()
        aura_quic_random_id(&id)
        return QUICID(id)
    }
}
