import AuraTransport
import AuraWire
import Testing

@Suite("The order in which ways are dialled") struct DialQueueTests {
    private static let v4 = (1...3).map { IPAddress("192.0.2.\($0)")! }
    private static let v6 = (1...3).map { IPAddress("2001:db8::\($0)")! }
    private static let order: [TransportKind] = [.udp, .quic, .tcp]
    private static let bridge = Bridge(host: "vpn.test", ports: [.udp: 1, .quic: 2, .tcp: 3])

    private func order(_ addresses: [IPAddress], first: Endpoint? = nil) -> [String] {
        var queue = DialQueue([Self.bridge], order: Self.order, first: first)
        return steps(of: &queue, ["vpn.test": addresses])
    }

    /// All steps, with each look-up answered at once.
    private func steps(of queue: inout DialQueue, _ names: [String: [IPAddress]]) -> [String] {
        var steps: [String] = []
        while let next = queue.next() {
            switch next {
            case .dial(let endpoint): steps.append("\(endpoint)")
            case .lookUp(let host):
                steps.append("? \(host)")
                queue.add(names[host] ?? [], of: host)
            }
        }
        return steps
    }

    private func endpoint(_ kind: TransportKind, _ address: IPAddress, _ port: UInt16) -> Endpoint {
        Endpoint(transport: kind, address: SocketAddress(address, port: port), host: "vpn.test")
    }

    @Test("Every transport is tried at one address before the next address") func transportsFirst() {
        #expect(
            order(Array(Self.v4.prefix(2))) == [
                "? vpn.test", "udp 192.0.2.1:1", "quic 192.0.2.1:2", "tcp 192.0.2.1:3", "udp 192.0.2.2:1",
                "quic 192.0.2.2:2", "tcp 192.0.2.2:3",
            ])
    }

    @Test("The families take turns, the resolver's favourite first") func families() {
        let hosts = order(Self.v6 + Self.v4.prefix(1)).filter { $0.hasPrefix("udp") }
        #expect(hosts == ["udp [2001:db8::1]:1", "udp 192.0.2.1:1", "udp [2001:db8::2]:1", "udp [2001:db8::3]:1"])
    }

    @Test("What worked last comes first, before its name is asked for, and its address before the others")
    func lastWorked() {
        let last = endpoint(.tcp, Self.v4[1], 3)
        #expect(
            order(Array(Self.v6.prefix(1)) + Self.v4.prefix(2), first: last).prefix(5) == [
                "tcp 192.0.2.2:3", "? vpn.test", "udp 192.0.2.2:1", "quic 192.0.2.2:2", "udp [2001:db8::1]:1",
            ])
    }

    @Test("Addresses that come later go first, and none is dialled twice") func later() {
        var queue = DialQueue([Bridge(host: "vpn.test", ports: [.udp: 1])], order: [.udp])
        #expect(queue.next() == .lookUp("vpn.test"))
        queue.add(Array(Self.v4.prefix(2)), of: "vpn.test")
        #expect(queue.next() == .dial(endpoint(.udp, Self.v4[0], 1)))
        queue.add([Self.v4[0], Self.v4[2]], of: "vpn.test")
        #expect(queue.next() == .dial(endpoint(.udp, Self.v4[2], 1)))
        #expect(queue.next() == .dial(endpoint(.udp, Self.v4[1], 1)))
        #expect(queue.next() == nil)
    }

    @Test("Bridge follows bridge, and a name is asked for only when its bridge has its turn") func bridges() {
        var queue = DialQueue(
            [
                Bridge(host: "a.test", ports: [.udp: 1]), Bridge(host: "192.0.2.9", ports: [.tcp: 443, .udp: 53]),
                Bridge(host: "b.test", ports: [.quic: 2]), Bridge(host: "a.test", ports: [.udp: 7]),
            ], order: Self.order)
        let names = ["a.test": [Self.v4[0]], "b.test": [Self.v4[1]]]
        #expect(
            steps(of: &queue, names) == [
                "? a.test", "udp 192.0.2.1:1", "udp 192.0.2.9:53", "tcp 192.0.2.9:443", "? b.test", "quic 192.0.2.2:2",
                "udp 192.0.2.1:7",
            ])
    }

    @Test("The bridge of what worked last comes before the others") func favourite() {
        let bridges = [
            Bridge(host: "192.0.2.1", ports: [.udp: 1]), Bridge(host: "192.0.2.2", ports: [.udp: 1, .tcp: 3]),
        ]
        let last = Endpoint(
            transport: .tcp, address: SocketAddress(IPAddress("192.0.2.2")!, port: 3), host: "192.0.2.2")
        var queue = DialQueue(bridges, order: Self.order, first: last)
        #expect(steps(of: &queue, [:]) == ["tcp 192.0.2.2:3", "udp 192.0.2.2:1", "udp 192.0.2.1:1"])
    }

    @Test("One search takes a bounded number of bridges and of addresses") func bounds() {
        let many = (0..<1_000).map { Bridge(host: "b\($0).test", ports: [.udp: 1]) }
        var queue = DialQueue(many, order: [.udp])
        #expect(steps(of: &queue, [:]).count == Dialer.maximumBridges)
        var crowd = DialQueue([Self.bridge], order: [.udp])
        let addresses = (0..<200).map { IPAddress.v4(IPv4Address(bits: 0xc000_0200 + UInt32($0))) }
        #expect(steps(of: &crowd, ["vpn.test": addresses]).count == 1 + Dialer.maximumAddresses)
    }

    @Test("Without addresses or transports there is nothing to dial") func empty() {
        #expect(order([]) == ["? vpn.test"])
        var queue = DialQueue([Self.bridge], order: [])
        #expect(queue.next() == nil)
    }
}
