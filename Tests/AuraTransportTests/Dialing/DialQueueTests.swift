import AuraTransport
import AuraWire
import Testing

@Suite("The order in which ways are dialled") struct DialQueueTests {
    private static let v4 = (1...3).map { IPAddress("192.0.2.\($0)")! }
    private static let v6 = (1...3).map { IPAddress("2001:db8::\($0)")! }
    private let one = DialFixtures.bridge("one.test")
    private let two = DialFixtures.bridge("two.test", [.udp: 11, .tcp: 13])

    /// Steps in words until one is a look-up that `names` does not answer, or nothing is left.
    private func steps(_ queue: inout DialQueue, names: [String: [IPAddress]] = [:]) -> [String] {
        var steps: [String] = []
        while let step = queue.next() {
            switch step {
            case .dial(let endpoint): steps.append("\(endpoint)")
            case .lookUp(let host):
                steps.append("? \(host)")
                if let addresses = names[host] { queue.add(addresses, of: host) }
            }
        }
        return steps
    }

    private func order(_ addresses: [IPAddress], first: Endpoint? = nil) -> [String] {
        var queue = DialQueue([one], order: DialFixtures.order, first: first)
        return steps(&queue, names: ["one.test": addresses]).filter { !$0.hasPrefix("?") }
    }

    @Test("Every transport is tried at one address before the next address") func transportsFirst() {
        #expect(
            order(Array(Self.v4.prefix(2))) == [
                "udp 192.0.2.1:1", "quic 192.0.2.1:2", "tcp 192.0.2.1:3", "udp 192.0.2.2:1",
                "quic 192.0.2.2:2",
                "tcp 192.0.2.2:3",
            ])
    }

    @Test("The families take turns, the resolver's favourite first") func families() {
        let hosts = order(Self.v6 + Self.v4.prefix(1)).filter { $0.hasPrefix("udp") }
        #expect(
            hosts == [
                "udp [2001:db8::1]:1", "udp 192.0.2.1:1", "udp [2001:db8::2]:1", "udp [2001:db8::3]:1",
            ])
    }

    @Test("What worked last comes first, without a look-up, and its address before the others")
    func lastWorked() {
        let last = DialFixtures.endpoint(.tcp, "one.test", "192.0.2.2:3")
        var queue = DialQueue([one], order: DialFixtures.order, first: last)
        let names = ["one.test": Array(Self.v6.prefix(1)) + Self.v4.prefix(2)]
        #expect(
            steps(&queue, names: names).prefix(5) == [
                "tcp 192.0.2.2:3", "? one.test", "udp 192.0.2.2:1", "quic 192.0.2.2:2",
                "udp [2001:db8::1]:1",
            ])
    }

    @Test("The bridge of what worked last comes before the others") func lastBridge() {
        let last = DialFixtures.endpoint(.tcp, "two.test", "192.0.2.2:13")
        var queue = DialQueue([one, two], order: DialFixtures.order, first: last)
        #expect(steps(&queue) == ["tcp 192.0.2.2:13", "? two.test", "? one.test"])
        var stranger = DialQueue(
            [one, two], order: DialFixtures.order,
            first: DialFixtures.endpoint(.tcp, "two.test", "192.0.2.2:99"))
        #expect(steps(&stranger) == ["tcp 192.0.2.2:99", "? one.test", "? two.test"])
    }

    @Test("One bridge after the other; a name is asked for when nothing before it is left")
    func bridges() {
        var queue = DialQueue([one, two], order: DialFixtures.order)
        let names = ["one.test": [Self.v4[0]], "two.test": [Self.v4[1]]]
        #expect(
            steps(&queue, names: names) == [
                "? one.test", "udp 192.0.2.1:1", "quic 192.0.2.1:2", "tcp 192.0.2.1:3", "? two.test",
                "udp 192.0.2.2:11", "tcp 192.0.2.2:13",
            ])
    }

    @Test("An address in text is dialled without a look-up") func text() {
        var queue = DialQueue([DialFixtures.bridge("2001:db8::1", [.udp: 1])], order: DialFixtures.order)
        #expect(steps(&queue) == ["udp [2001:db8::1]:1"])
    }

    @Test(
        "Addresses that come later go before what waits of the same bridge, and none is dialled twice")
    func later() throws {
        var queue = DialQueue([DialFixtures.bridge("one.test", [.udp: 1])], order: DialFixtures.order)
        #expect(queue.next() == .lookUp("one.test"))
        queue.add(Array(Self.v4.prefix(2)), of: "one.test")
        #expect(queue.next() == .dial(DialFixtures.endpoint(.udp, "one.test", "192.0.2.1:1")))
        queue.add([Self.v4[0], Self.v4[2]], of: "one.test")
        #expect(steps(&queue) == ["udp 192.0.2.3:1", "udp 192.0.2.2:1"])
    }

    @Test(
        "A late answer for an earlier bridge goes before a later bridge, and the other way round behind it"
    )
    func lateBridge() {
        let late = DialFixtures.bridge("late.test", [.udp: 1])
        let next = DialFixtures.bridge("next.test", [.udp: 1])
        var queue = DialQueue([late, next], order: DialFixtures.order)
        #expect([queue.next(), queue.next()] == [.lookUp("late.test"), .lookUp("next.test")])
        queue.add(Array(Self.v4.prefix(2)), of: "next.test")
        queue.add([Self.v4[2]], of: "late.test")
        #expect(steps(&queue) == ["udp 192.0.2.3:1", "udp 192.0.2.1:1", "udp 192.0.2.2:1"])

        queue = DialQueue([late, next], order: DialFixtures.order)
        #expect([queue.next(), queue.next()] == [.lookUp("late.test"), .lookUp("next.test")])
        queue.add([Self.v4[2]], of: "late.test")
        queue.add([Self.v4[0]], of: "next.test")
        #expect(steps(&queue) == ["udp 192.0.2.3:1", "udp 192.0.2.1:1"])
    }

    @Test("Bridges that share a host share its look-up") func sharedHost() {
        let other = DialFixtures.bridge("one.test", [.udp: 1, .tcp: 99])
        var queue = DialQueue([one, other], order: DialFixtures.order)
        #expect(
            steps(&queue, names: ["one.test": [Self.v4[0]]]) == [
                "? one.test", "udp 192.0.2.1:1", "quic 192.0.2.1:2", "tcp 192.0.2.1:3", "tcp 192.0.2.1:99",
            ])
        queue = DialQueue([one, other], order: DialFixtures.order)
        #expect(queue.next() == .lookUp("one.test") && queue.next() == nil)
        queue.add([Self.v4[0]], of: "one.test")
        #expect(steps(&queue).last == "tcp 192.0.2.1:99", "both have had their turn")
    }

    @Test("A search takes so many bridges and no more") func bounds() {
        let many = (1...100).map { DialFixtures.bridge("bridge\($0).test") }
        var queue = DialQueue(many, order: DialFixtures.order)
        #expect(steps(&queue) == (1...Dialer.maximumBridges).map { "? bridge\($0).test" })
        queue = DialQueue(Array(many.prefix(Dialer.maximumBridges)), order: DialFixtures.order)
        #expect(steps(&queue).count == Dialer.maximumBridges)
    }

    @Test("The bridges of a search divide its addresses; each family has its share")
    func addressShares() {
        let many = (1...Dialer.maximumBridges).map {
            DialFixtures.bridge("bridge\($0).test", [.udp: 1])
        }
        var queue = DialQueue(many, order: DialFixtures.order)
        let share = Dialer.maximumAddresses / Dialer.maximumBridges
        #expect(
            steps(&queue, names: ["bridge1.test": Self.v4 + Self.v6]).prefix(share + 2) == [
                "? bridge1.test", "udp 192.0.2.1:1", "udp [2001:db8::1]:1", "? bridge2.test",
            ])
        let crowd = (0..<200).map { IPAddress.v4(IPv4Address(bits: 0xc000_0200 + UInt32($0))) }
        #expect(order(crowd).count == 3 * Dialer.maximumAddresses, "one that is alone takes all")
    }

    @Test("Without addresses or transports there is nothing to dial, and no name to ask for")
    func empty() {
        #expect(order([]).isEmpty)
        var queue = DialQueue([], order: DialFixtures.order)
        #expect(queue.next() == nil)
        queue = DialQueue([DialFixtures.bridge("one.test", [.tcp: 3])], order: [.udp])
        #expect(queue.next() == nil)
    }
}
