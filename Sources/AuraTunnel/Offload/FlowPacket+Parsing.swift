internal import AuraWire

extension FlowPacket {
    /// Looks at a packet; `nil` when it belongs to no flow that can be told by the simple headers alone. It may join if
    /// its kind is one of `kinds` and it is no super-packet yet.
    @inline(__always)
    init?(_ bytes: RawSpan, _ offload: Offload, joining kinds: DeviceOffloads) {
        guard bytes.byteCount >= 28 else { return nil }
        let mark = offload == .none ? 0 : Self.partialMark
        switch bytes.byte(0) >> 4 {
        case 4: self.init(version4: bytes, mark)
        case 6: self.init(version6: bytes, mark)
        default: return nil
        }
        if case .segments = offload { mayJoin = false }
        if !kinds.contains(isTCP ? .tcp : .udp) { mayJoin = false }
    }

    @inline(__always)
    private init?(version4 bytes: RawSpan, _ mark: UInt64) {
        let fragment = bytes.bigEndian16(6)
        let dontFragment: UInt16 = 0x4000
        guard bytes.byte(0) == 0x45, Int(bytes.bigEndian16(2)) == bytes.byteCount, fragment & ~dontFragment == 0 else {
            return nil
        }
        let number = bytes.byte(9)
        let key = FlowKey(ports: Self.ports(bytes, at: 20, number, version: 4), first: bytes.word64(12))
        let common = UInt64(bytes.byte(1)) | UInt64(bytes.byte(8)) << 8 | UInt64(fragment) << 16
        self.init(
            bytes, number, at: 20, key, common | mark,
            identification: bytes.bigEndian16(4), mayKeep: fragment == dontFragment,
            isWhole: Self.isHeaderRight(bytes))
    }

    @inline(__always)
    private init?(version6 bytes: RawSpan, _ mark: UInt64) {
        guard bytes.byteCount >= 48, Int(bytes.bigEndian16(4)) == bytes.byteCount - 40 else { return nil }
        let number = bytes.byte(6)
        let key = FlowKey(
            ports: Self.ports(bytes, at: 40, number, version: 6), first: bytes.word64(8), second: bytes.word64(16),
            third: bytes.word64(24), fourth: bytes.word64(32))
        // Version, traffic class and flow label, and the hop limit.
        let common = UInt64(bytes.word32(0)) | UInt64(bytes.byte(7)) << 32
        self.init(
            bytes, number, at: 40, key, common | mark, identification: 0, mayKeep: true,
            isWhole: true)
    }

    @inline(__always)
    private init?(
        _ bytes: RawSpan, _ number: UInt8, at start: Int, _ key: FlowKey, _ common: UInt64, identification: UInt16,
        mayKeep: Bool, isWhole: Bool
    ) {
        self.key = key
        self.identification = identification
        mayKeepIdentification = mayKeep
        transportOffset = start
        length = bytes.byteCount
        if number == IPProtocol.tcp {
            guard length >= start &+ 20 else { return nil }
            headerLength = start &+ Int(bytes.byte(start &+ 12) >> 4) &* 4
            network = common | UInt64(bytes.bigEndian16(start &+ 18)) << 40
            let flags = bytes.byte(start &+ 13)
            ends = flags & TCPFlag.push != 0
            // Acknowledgement is set, and nothing that is about one packet alone.
            mayJoin =
                isWhole && headerLength >= start &+ 20 && headerLength < length
                && flags & ~(TCPFlag.push | TCPFlag.echo) == TCPFlag.acknowledge
            transport = bytes.word64(start &+ 8) & ~(UInt64(TCPFlag.push) << 40).littleEndian
            sequence = bytes.word32(start &+ 4).bigEndian
        } else if number == IPProtocol.udp {
            headerLength = start &+ 8
            network = common
            let hasChecksum = common & Self.partialMark != 0 || bytes.word16(start &+ 6) != 0
            mayJoin =
                isWhole && hasChecksum && headerLength < length
                && Int(bytes.bigEndian16(start &+ 4)) == length &- start
        } else {
            return nil
        }
    }

    @inline(__always)
    private static func ports(_ bytes: RawSpan, at offset: Int, _ number: UInt8, version: UInt64) -> UInt64 {
        UInt64(bytes.word32(offset)) | UInt64(number) << 32 | version << 40
    }

    /// The one's complement sum of a header with a right checksum is all ones, in any byte order (RFC 1071).
    @inline(__always)
    private static func isHeaderRight(_ bytes: RawSpan) -> Bool {
        let (first, second) = (bytes.word64(0), bytes.word64(8))
        var sum = first & 0xffff_ffff &+ first >> 32 &+ second & 0xffff_ffff &+ second >> 32
        sum &+= UInt64(bytes.word32(16))
        sum = sum & 0xffff_ffff &+ sum >> 32
        sum = sum & 0xffff &+ sum >> 16 & 0xffff &+ sum >> 32
        sum = sum & 0xffff &+ sum >> 16
        return sum & 0xffff &+ sum >> 16 == 0xffff
    }
}
