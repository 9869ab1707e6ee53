/// The server's first word in a session: who the client is inside the tunnel (PROTOCOL.md, "Welcome").
public struct Welcome: Hashable, Sendable {
    /// Length of a session's identifier in bytes.
    public static let sessionIDLength = 16
    /// DNS servers that a reader takes, at most.
    public static let maximumDNS = 8

    /// The session's name, for the client to quote when it comes back: 16 random bytes.
    public var sessionID: [UInt8]
    /// The client's own inner addresses, at most one of each family.
    public var addresses: [IPAddress]
    /// The server's inner addresses.
    public var gateways: [IPAddress]
    /// The blocks that inner addresses come from; always routed into the tunnel.
    public var pools: [CIDR]
    /// DNS servers to use, in order.
    public var dns: [IPAddress]
    /// The largest inner packet in bytes, 1,280...65,535.
    public var mtu: UInt16
    /// Seconds of silence after which the client says something, 1...65,535.
    public var keepaliveSeconds: UInt16

    /// Makes a welcome from its parts.
    public init(
        sessionID: [UInt8], addresses: [IPAddress], gateways: [IPAddress], pools: [CIDR], dns: [IPAddress], mtu: UInt16,
        keepaliveSeconds: UInt16
    ) {
        self.sessionID = sessionID
        self.addresses = addresses
        self.gateways = gateways
        self.pools = pools
        self.dns = dns
        self.mtu = mtu
        self.keepaliveSeconds = keepaliveSeconds
    }

    private enum Field: UInt8 {
        case sessionID = 1
        case address = 2
        case gateway = 3
        case pool = 4
        case dns = 5
        case mtu = 6
        case keepalive = 7
    }

    /// Decodes the records of a welcome; throws when one that must be there is missing or any has a bad value.
    public init(decoding bytes: ArraySlice<UInt8>) throws(WireError) {
        self.init(sessionID: [], addresses: [], gateways: [], pools: [], dns: [], mtu: 0, keepaliveSeconds: 0)
        for record in try Record.decode(bytes) { try take(record) }
        guard !sessionID.isEmpty else { throw .truncated("session identifier") }
        guard !addresses.isEmpty else { throw .truncated("address") }
        guard mtu >= 1_280 else { throw .invalid("mtu") }
        guard keepaliveSeconds >= 1 else { throw .invalid("keepalive") }
    }

    private mutating func take(_ record: Record) throws(WireError) {
        switch Field(rawValue: record.type) {
        case .sessionID:
            guard record.value.count == Self.sessionIDLength else { throw .invalid("session identifier") }
            sessionID = Array(record.value)
        case .address: addresses.append(try Self.address(record.value, "address"))
        case .gateway: gateways.append(try Self.address(record.value, "gateway"))
        case .pool: pools.append(try Self.block(record.value))
        case .dns where dns.count < Self.maximumDNS: dns.append(try Self.address(record.value, "dns"))
        case .mtu: mtu = try Self.number(record.value, "mtu")
        case .keepalive: keepaliveSeconds = try Self.number(record.value, "keepalive")
        case .dns, nil: break
        }
    }

    /// The records.
    public var encoded: [UInt8] {
        var records = [Record(type: Field.sessionID.rawValue, value: sessionID)]
        records += addresses.map { Record(type: Field.address.rawValue, value: $0.octets) }
        records += gateways.map { Record(type: Field.gateway.rawValue, value: $0.octets) }
        records += pools.map {
            Record(type: Field.pool.rawValue, value: $0.address.octets + [UInt8(truncatingIfNeeded: $0.prefixLength)])
        }
        records += dns.prefix(Self.maximumDNS).map { Record(type: Field.dns.rawValue, value: $0.octets) }
        records.append(Record(type: Field.mtu.rawValue, value: Self.octets(mtu)))
        records.append(Record(type: Field.keepalive.rawValue, value: Self.octets(keepaliveSeconds)))
        return Record.encode(records)
    }

    private static func octets(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xff)] }

    private static func number(_ bytes: ArraySlice<UInt8>, _ field: String) throws(WireError) -> UInt16 {
        var reader = ByteReader(bytes)
        let value: UInt16 = try reader.integer(field)
        try reader.end()
        return value
    }

    private static func address(_ bytes: ArraySlice<UInt8>, _ field: String) throws(WireError) -> IPAddress {
        guard let address = IPAddress(octets: bytes) else { throw .invalid(field) }
        return address
    }

    private static func block(_ bytes: ArraySlice<UInt8>) throws(WireError) -> CIDR {
        guard let length = bytes.last, let address = IPAddress(octets: bytes.dropLast()),
            let block = CIDR(containing: address, prefixLength: Int(length)), block.address == address
        else { throw .invalid("pool") }
        return block
    }
}
