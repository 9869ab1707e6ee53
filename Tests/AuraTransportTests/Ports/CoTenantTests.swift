import AuraTransport
import AuraWire
import Foundation
import Testing

@Suite("A server beside other programs on its port", .serialized, .timeLimit(.minutes(2)))
struct CoTenantTests {
    /// A program that has the port, and whether ours must keep away from it.
    struct Neighbour: CustomTestStringConvertible, Sendable {
        var name: String
        var ours: SocketAddress
        var theirs: SocketAddress
        var manner = CoTenant.Manner()
        /// Where the neighbour can be reached.
        var hosts: [SocketAddress]
        var isInTheWay = true

        var testDescription: String { name }
    }

    private static let (v4, v6, any4, any6) = (
        Fixtures.loopback4, Fixtures.loopback6, Fixtures.any4, Fixtures.any6
    )
    private static let shared = CoTenant.Manner(shares: true)
    private static let onlyIPv6 = CoTenant.Manner(onlyIPv6: true)
    private static let mapped = SocketAddress(.v6(IPv6Address(bits: 0xffff_7f00_0001)), port: 0)
    private static let mappedAny = SocketAddress(.v6(IPv6Address(bits: 0xffff_0000_0000)), port: 0)

    private static let neighbours = [
        Neighbour(name: "the same address, shared", ours: v4, theirs: v4, manner: shared, hosts: [v4]),
        Neighbour(name: "the same IPv6 address, shared", ours: v6, theirs: v6, manner: shared, hosts: [v6]),
        Neighbour(name: "the same wildcard", ours: any4, theirs: any4, hosts: [v4]),
        Neighbour(name: "the same wildcard, shared", ours: any4, theirs: any4, manner: shared, hosts: [v4]),
        Neighbour(name: "the same IPv6 wildcard, shared", ours: any6, theirs: any6, manner: shared, hosts: [v4, v6]),
        Neighbour(name: "a wildcard beside our address", ours: v4, theirs: any4, manner: shared, hosts: [v4]),
        Neighbour(name: "an address beside our wildcard", ours: any4, theirs: v4, hosts: [v4]),
        Neighbour(name: "an address beside our wildcard, shared", ours: any4, theirs: v4, manner: shared, hosts: [v4]),
        Neighbour(name: "an IPv6 address beside our wildcard", ours: any6, theirs: v6, manner: shared, hosts: [v6]),
        Neighbour(name: "an IPv4 address beside our IPv6 wildcard", ours: any6, theirs: v4, hosts: [v4]),
        Neighbour(name: "IPv4's wildcard beside our IPv6 one", ours: any6, theirs: any4, hosts: [v4]),
        Neighbour(name: "IPv4's wildcard beside ours, shared", ours: any6, theirs: any4, manner: shared, hosts: [v4]),
        Neighbour(name: "both families beside IPv4", ours: any4, theirs: any6, hosts: [v4, v6]),
        Neighbour(name: "both beside IPv4, shared", ours: any4, theirs: any6, manner: shared, hosts: [v4, v6]),
        Neighbour(name: "both families beside an address", ours: v4, theirs: any6, hosts: [v4, v6]),
        Neighbour(name: "IPv6 alone beside both", ours: any6, theirs: any6, manner: onlyIPv6, hosts: [v6]),
        Neighbour(name: "IPv6 alone beside IPv4", ours: any4, theirs: any6, manner: onlyIPv6, hosts: [v6]),
        Neighbour(
            name: "IPv6 alone beside IPv4, shared", ours: any4, theirs: any6,
            manner: CoTenant.Manner(shares: true, onlyIPv6: true), hosts: [v6]),
        Neighbour(name: "one IPv6 address beside IPv4", ours: any4, theirs: v6, hosts: [v6]),
        Neighbour(name: "a mapped address", ours: any4, theirs: mapped, manner: shared, hosts: [v4]),
        Neighbour(name: "a mapped address beside our own", ours: v4, theirs: mapped, hosts: [v4]),
        Neighbour(name: "a mapped wildcard", ours: any4, theirs: mappedAny, manner: shared, hosts: [v4]),
        Neighbour(name: "a mapped address beside IPv6", ours: any6, theirs: mapped, hosts: [v4]),
        // Who listens on one address is not asked about others.
        Neighbour(
            name: "(not in the way) IPv6 beside an IPv4 address", ours: v4, theirs: any6, manner: onlyIPv6, hosts: [v6],
            isInTheWay: false),
        Neighbour(
            name: "(not in the way) IPv4 beside an IPv6 address", ours: v6, theirs: any4, hosts: [v4], isInTheWay: false
        ),
    ]

    @Test("takes another port, and each gets what is sent to it", arguments: neighbours, TransportKind.allCases)
    func apart(neighbour: Neighbour, transport: TransportKind) async throws {
        let base = try CoTenant.freePorts()
        let tenant = try CoTenant(transport, at: neighbour.theirs.with(port: base), neighbour.manner)
        let server = try PortServer(MultiServer.Plan([transport: neighbour.ours.with(port: base)]))
        #expect(server.port(transport) == (neighbour.isInTheWay ? base + 1 : base))
        for host in neighbour.hosts { try await tenant.expectsToHear(transport, at: host) }
        let ours = neighbour.ours.ip.isIPv6 ? Self.v6 : Self.v4
        try await server.expectsToHear(transport, at: ours)
        if neighbour.ours == Self.any6 { try await server.expectsToHear(transport, at: Self.v4) }
        #expect(tenant.isQuiet)
    }

    @Test("says with which address of the other family its port met", arguments: TransportKind.allCases)
    func otherFamily(transport: TransportKind) throws {
        let base = try CoTenant.freePorts()
        let wanted = [transport: Self.any4.with(port: base)]
        #expect(try MultiServer.Plan(wanted, scan: 0).boundForOnce().boundAddresses == wanted)
        let tenant = try CoTenant(transport, at: Self.any6.with(port: base), Self.onlyIPv6)
        #expect(throws: TransportError.addressInUse(transport, tenant.address)) {
            try MultiServer.Plan(wanted, scan: 0).boundForOnce()
        }
    }

    @Test("does not mind tcp on the number of its udp, nor the other way round")
    func otherProtocol() async throws {
        let base = try CoTenant.freePorts()
        let (tcp, udp) = try (
            CoTenant(.tcp, at: Self.any4.with(port: base)), CoTenant(.udp, at: Self.any4.with(port: base + 1))
        )
        let wanted: [TransportKind: SocketAddress] = [
            .udp: Self.any4.with(port: base), .tcp: Self.any4.with(port: base + 1),
        ]
        let server = try PortServer(MultiServer.Plan(wanted))
        #expect(server.server.boundAddresses == wanted)
        try await server.expectsToHear(.udp, at: Self.v4)
        try await server.expectsToHear(.tcp, at: Self.v4)
        try await tcp.expectsToHear(.tcp, at: Self.v4)
        try await udp.expectsToHear(.udp, at: Self.v4)
    }

    @Test("keeps its port from all who come later, whatever they ask for", arguments: TransportKind.allCases)
    func later(transport: TransportKind) async throws {
        let base = try CoTenant.freePorts()
        let server = try PortServer(MultiServer.Plan([transport: Self.any6.with(port: base)]))
        #expect(server.port(transport) == base)
        for theirs in [Self.v4, Self.v6, Self.any4, Self.any6, Self.mapped] {
            for manner in [CoTenant.Manner(), Self.shared] {
                #expect(throws: CoTenant.Refusal(number: EADDRINUSE)) {
                    try CoTenant(transport, at: theirs.with(port: base), manner)
                }
            }
        }
        try await server.expectsToHear(transport, at: Self.v4)
        try await server.expectsToHear(transport, at: Self.v6)
    }

    #if os(Linux)
        @Test(
            "listens where a program has the port without listening, which can then not listen any more",
            arguments: [CoTenant.Manner(followed: true, listens: false), CoTenant.Manner(shares: true, listens: false)])
        func boundOnly(manner: CoTenant.Manner) async throws {
            let base = try CoTenant.freePorts()
            let tenant = try CoTenant(.tcp, at: Self.v4.with(port: base), manner)
            let server = try PortServer(MultiServer.Plan([.tcp: Self.any4.with(port: base)]))
            #expect(server.port(.tcp) == base)
            #expect(throws: CoTenant.Refusal(number: EADDRINUSE)) { try tenant.listen() }
            try await server.expectsToHear(.tcp, at: Self.v4)
        }

        @Test("goes on where a program has the port without listening and lets nobody follow")
        func boundForItself() throws {
            let base = try CoTenant.freePorts()
            let tenant = try CoTenant(.tcp, at: Self.v4.with(port: base), CoTenant.Manner(listens: false))
            let server = try PortServer(MultiServer.Plan([.tcp: Self.any4.with(port: base)]))
            #expect(server.port(.tcp) == base + 1)
            try tenant.listen()
        }

        @Test("can share a port among sockets of its own after a claim that shared with nobody")
        func sharing() throws {
            let address = Self.any4.with(port: try CoTenant.freePorts())
            let claim = try CoTenant(.udp, at: address)
            #expect(throws: CoTenant.Refusal(number: EADDRINUSE)) { try CoTenant(.udp, at: address, Self.shared) }
            try claim.share()
            let second = try CoTenant(.udp, at: address, CoTenant.Manner(shares: true))
            // The kernel shares out by the sender's port; both get something of a hundred.
            for _ in 0..<100 {
                try RawSocket(bindTo: Self.v4).send([1], to: Self.v4.with(port: address.port))
            }
            #expect(!claim.isQuiet && !second.isQuiet)
        }
    #endif
}
