import AuraTransport
import AuraWire
import Testing

@Suite("The order in which ways are dialled") struct DialQueueTests {
    private static let v4 = (1...3).map { IPAddress("192.0.2.\($0)")! }
    private static let v6 = (1...3).map { IPAddress("2001:db8::\($0)")! }
    private static let transports: [(kind: TransportKind, port: UInt16)] = [(.udp, 1), (.quic, 2), (.tcp, 3)]

    private func order(_ addresses: [IPAddress], first: Endpoint? = nil) -> [String] {
        var queue = DialQueue(transports: Self.transports, first: first)
        queue.add(addresses)
        var order: [String] = []
        while let next = queue.next() { order.append("\(next)") }
        return order
    }

    @Test("Every transport is tried at one address before the next address") func transportsFirst() {
        #expect(
            order(Array(Self.v4.prefix(2))) == [
                "udp 192.0.2.1:1", "quic 192.0.2.1:2", "tcp 192.0.2.1:3", "udp 192.0.2.2:1", "quic 192.0.2.2:2",
                "tcp 192.0.2.2:3",
            ])
    }

    @Test("The families take turns, the resolver's favourite first") func families() {
        let hosts = order(Self.v6 + Self.v4.prefix(1)).filter { $0.hasPrefix("udp") }
        #expect(hosts == ["udp [2001:db8::1]:1", "udp 192.0.2.1:1", "udp [2001:db8::2]:1", "udp [2001:db8::3]:1"])
    }

    @Test("What worked last comes first, and its address before the others") func lastWorked() {
        let last = Endpoint(transport: .tcp, address: SocketAddress(Self.v4[1], port: 3))
        #expect(
            order(Array(Self.v6.prefix(1)) + Self.v4.prefix(2), first: last).prefix(4) == [
                "tcp 192.0.2.2:3", "udp 192.0.2.2:1", "quic 192.0.2.2:2", "udp [2001:db8::1]:1",
            ])
    }

    @Test("What worked last is not dialled where the name no longer leads") func lastIsGone() {
        let gone = Endpoint(transport: .tcp, address: SocketAddress(IPAddress("198.51.100.9")!, port: 3))
        #expect(order(Array(Self.v4.prefix(1)), first: gone).first == "udp 192.0.2.1:1")
    }

    @Test("Addresses that come later go first, and none is dialled twice") func later() {
        var queue = DialQueue(transports: [(.udp, 1)])
        queue.add(Array(Self.v4.prefix(2)))
        #expect(queue.next()?.address.ip == Self.v4[0])
        queue.add([Self.v4[0], Self.v4[2]])
        #expect(queue.next()?.address.ip == Self.v4[2])
        #expect(queue.next()?.address.ip == Self.v4[1])
        #expect(queue.next() == nil)
    }

    @Test("Without addresses or transports there is nothing to dial") func empty() {
        #expect(order([]).isEmpty)
        var queue = DialQueue(transports: [])
        queue.add(Self.v4)
        #expect(queue.next() == nil)
    }
}
