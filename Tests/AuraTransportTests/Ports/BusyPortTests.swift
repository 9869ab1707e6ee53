import AuraTransport
import AuraWire
import Foundation
import Testing

@Suite("A server whose ports are taken", .serialized, .timeLimit(.minutes(1)))
struct BusyPortTests {
    private let base: UInt16

    init() throws {
        base = try CoTenant.freePorts()
    }

    private func at(_ offset: UInt16) -> SocketAddress { Fixtures.loopback4.with(port: base + offset) }

    @Test("has the wanted port when it is free, and the next when not", arguments: TransportKind.allCases)
    func one(transport: TransportKind) async throws {
        do {
            let server = try PortServer(MultiServer.Plan([transport: at(0)]))
            #expect(server.server.boundAddresses == [transport: at(0)])
        }
        let tenant = try CoTenant(transport, at: at(0))
        let server = try PortServer(MultiServer.Plan([transport: at(0)]))
        #expect(server.server.boundAddresses == [transport: at(1)] && server.server.failures.isEmpty)
        #expect(server.server.requestedAddresses == [transport: at(0)])
        try await tenant.expectsToHear(transport, at: Fixtures.loopback4)
        try await server.expectsToHear(transport, at: Fixtures.loopback4)
        #expect(tenant.isQuiet)
    }

    @Test("moves udp and tcp each by itself, and both when both are taken on the same number")
    func both() async throws {
        let wanted: [TransportKind: SocketAddress] = [.udp: at(0), .tcp: at(0)]
        let udp = try CoTenant(.udp, at: at(0))
        do {
            let server = try PortServer(MultiServer.Plan(wanted))
            #expect(server.server.boundAddresses == [.udp: at(1), .tcp: at(0)])
        }
        let tcp = try CoTenant(.tcp, at: at(0))
        let server = try PortServer(MultiServer.Plan(wanted))
        #expect(server.server.boundAddresses == [.udp: at(1), .tcp: at(1)])
        for (transport, tenant) in [(TransportKind.udp, udp), (.tcp, tcp)] {
            try await tenant.expectsToHear(transport, at: Fixtures.loopback4)
            try await server.expectsToHear(transport, at: Fixtures.loopback4)
        }
    }

    @Test("passes quic over the port that udp has, wanted or found, and does not count it")
    func quicMeetsUDP() async throws {
        do {
            let server = try PortServer(MultiServer.Plan([.udp: at(0), .quic: at(0)]))
            #expect(server.server.boundAddresses == [.udp: at(0), .quic: at(1)])
            try await server.expectsToHear(.udp, at: Fixtures.loopback4)
            try await server.expectsToHear(.quic, at: Fixtures.loopback4)
        }
        let first = try CoTenant(.udp, at: at(0))
        do {
            let server = try PortServer(MultiServer.Plan([.udp: at(0), .quic: at(1)]))
            #expect(server.server.boundAddresses == [.udp: at(1), .quic: at(2)])
        }
        // Candidates for quic: 0, 2 (1 is udp's); then 0 and 2 are taken.
        do {
            let server = try PortServer(MultiServer.Plan([.udp: at(1), .quic: at(0)], scan: 2))
            #expect(server.server.boundAddresses == [.udp: at(1), .quic: at(2)])
        }
        let third = try CoTenant(.udp, at: at(2))
        let server = try PortServer(MultiServer.Plan([.udp: at(1), .quic: at(0)], scan: 2))
        #expect(server.server.boundAddresses == [.udp: at(1)])
        #expect(server.server.failures == [.quic: .noFreePort(.quic, at(0), tried: base...base + 2)])
        #expect(first.isQuiet && third.isQuiet)
    }

    @Test("shares a number between quic and udp only where their addresses have nothing in common")
    func quicBesideUDP() throws {
        let second = SocketAddress(.v4(IPv4Address(bits: 0x7f00_0002)), port: base)
        let apart = try MultiServer.Plan([.udp: at(0), .quic: second]).boundForOnce()
        #expect(apart.boundAddresses[.quic] == second)
        let ipv6 = Fixtures.loopback6.with(port: base)
        let wildcard = Fixtures.any4.with(port: base)
        let meeting = try MultiServer.Plan([.udp: wildcard, .quic: ipv6]).boundForOnce()
        #expect(meeting.boundAddresses == [.udp: wildcard, .quic: ipv6.with(port: base + 1)])
    }

    @Test("gives up at once with a budget of nothing, and serves the others")
    func noBudget() throws {
        let tenant = try CoTenant(.udp, at: at(0))
        let plan = MultiServer.Plan([.udp: at(0), .tcp: at(0), .quic: at(1)], scan: 0)
        let server = try plan.boundForOnce()
        #expect(server.boundAddresses == [.tcp: at(0), .quic: at(1)])
        #expect(server.failures == [.udp: .addressInUse(.udp, at(0))])
        let clash = try MultiServer.Plan([.udp: at(1), .quic: at(1)], scan: 0).boundForOnce()
        #expect(clash.boundAddresses == [.udp: at(1)])
        #expect(clash.failures == [.quic: .noFreePort(.quic, at(1), tried: base + 1...base + 1)])
        #expect(tenant.isQuiet)
    }

    @Test("takes the last port there is, and says so when that is taken, too")
    func lastPort() throws {
        let wanted = Fixtures.loopback4.with(port: 65_533)
        // Whoever else holds one of these serves as well.
        let tenants = (65_533...65_534).map { try? CoTenant(.tcp, at: wanted.with(port: $0)) }
        let server = try MultiServer.Plan([.tcp: wanted]).boundForOnce()
        #expect(server.boundAddresses == [.tcp: wanted.with(port: 65_535)])
        let last = try CoTenant(.tcp, at: wanted.with(port: 65_535))
        #expect(throws: TransportError.noFreePort(.tcp, wanted, tried: 65_533...65_535)) {
            try MultiServer.Plan([.tcp: wanted]).boundForOnce()
        }
        #expect(last.isQuiet && tenants.count == 2)
    }

    @Test("serves what it can, and nothing when everything is required", arguments: [false, true])
    func requiring(all: Bool) throws {
        let tenants = try (0..<3).map { try CoTenant(.tcp, at: at($0)) }
        let plan = MultiServer.Plan([.udp: at(0), .tcp: at(0), .quic: at(1)], scan: 3, requiresAll: all)
        let failure = TransportError.noFreePort(.tcp, at(0), tried: base...base + 2)
        if all {
            #expect(throws: failure) { try plan.boundForOnce() }
        } else {
            let server = try plan.boundForOnce()
            #expect(server.boundAddresses == [.udp: at(0), .quic: at(1)] && server.failures == [.tcp: failure])
            #expect(server.requestedAddresses == [.udp: at(0), .tcp: at(0), .quic: at(1)])
        }
        // What had been bound is free again.
        _ = try (CoTenant(.udp, at: at(0)), CoTenant(.udp, at: at(1)))
        let whole = MultiServer.Plan([.udp: at(0), .tcp: at(3), .quic: at(1)], scan: 3, requiresAll: all)
        #expect(try whole.boundForOnce().failures.isEmpty && tenants.count == 3)
    }

    @Test("tells of every transport when none can be had")
    func nothing() throws {
        let tenants = try (0..<4).flatMap { try [CoTenant(.udp, at: at($0)), CoTenant(.tcp, at: at($0))] }
        let plan = MultiServer.Plan([.udp: at(0), .tcp: at(0), .quic: at(1)], scan: 3)
        let errors: [TransportError] = [
            .noFreePort(.udp, at(0), tried: base...base + 2), .noFreePort(.tcp, at(0), tried: base...base + 2),
            .noFreePort(.quic, at(1), tried: base + 1...base + 3),
        ]
        #expect(throws: TransportError.severalFailed(errors)) { try plan.boundForOnce() }
        #expect(throws: errors[1]) { try MultiServer.Plan([.tcp: at(0)], scan: 3).boundForOnce() }
        #expect(tenants.allSatisfy { $0.isQuiet })
        let empty = #expect(throws: TransportError.self) { try MultiServer.Plan().boundForOnce() }
        #expect("\(try #require(empty))".contains("no transport"))
    }

    @Test("does not scan past an address that is not its own, nor past settings that cannot be used")
    func otherErrors() throws {
        let foreign = try #require(SocketAddress("192.0.2.1:\(base)"))
        let server = try MultiServer.Plan([.udp: foreign, .tcp: foreign, .quic: at(0)]).boundForOnce()
        #expect(server.boundAddresses == [.quic: at(0)])
        for transport in [TransportKind.udp, .tcp] {
            guard case .failed(let what, let error)? = server.failures[transport] else {
                Issue.record("\(server.failures)")
                continue
            }
            #expect(error.number == EADDRNOTAVAIL && what.contains("\(foreign)"))
        }
        var plan = MultiServer.Plan([.udp: at(0), .quic: at(1)])
        plan.quic?.configuration.secret = [1, 2, 3]
        let half = try plan.boundForOnce()
        guard case .configuration? = half.failures[.quic] else { throw try #require(half.failures[.quic]) }
        #expect(half.boundAddresses == [.udp: at(0)])
    }

    @Test("lets the system choose, and then quic and udp do not meet either")
    func anyPort() async throws {
        for host in [Fixtures.loopback4, Fixtures.any4, Fixtures.any6] {
            let server = try PortServer(MultiServer.Plan([.udp: host, .tcp: host, .quic: host], scan: 0))
            #expect(server.server.failures.isEmpty && server.server.boundAddresses.values.allSatisfy { $0.port > 0 })
            #expect(server.port(.udp) != server.port(.quic))
            for transport in TransportKind.allCases {
                try await server.expectsToHear(transport, at: Fixtures.loopback4)
            }
        }
    }

    @Test("tells requested and bound addresses in one form")
    func mapped() throws {
        let mapped = SocketAddress(.v6(IPv6Address(bits: 0xffff_7f00_0001)), port: base)
        let wanted: [TransportKind: SocketAddress] = [.udp: mapped, .tcp: mapped, .quic: mapped.with(port: base + 1)]
        let server = try MultiServer.Plan(wanted).boundForOnce()
        #expect(server.requestedAddresses == server.boundAddresses)
        #expect(server.boundAddresses == [.udp: at(0), .tcp: at(0), .quic: at(1)])
    }
}
