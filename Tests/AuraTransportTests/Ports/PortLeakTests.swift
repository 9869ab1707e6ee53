#if os(Linux)
    import AuraTransport
    import AuraWire
    import Foundation
    import Testing

    @Suite("A scan of many taken ports", .serialized, .timeLimit(.minutes(1)))
    struct PortLeakTests {
        /// What the process has open, and which threads of links and listeners it runs.
        private static var holdings: (descriptors: Int, threads: Int) {
            let files = FileManager.default
            let descriptors = (try? files.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
            let tasks = (try? files.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
            let threads = tasks.filter { task in
                let name = (try? String(contentsOfFile: "/proc/self/task/\(task)/comm", encoding: .utf8)) ?? ""
                return name.hasPrefix("NIO-ELT") || name.hasPrefix("aura-")
            }
            return (descriptors, threads.count)
        }

        @Test("leaves no descriptor and no thread behind, whether it finds a port or not")
        func leaks() async throws {
            let base = try CoTenant.freePorts()
            let host = Fixtures.any4
            let tenants = try (base..<base + 20).flatMap { port in
                try [CoTenant(.udp, at: host.with(port: port)), CoTenant(.tcp, at: host.with(port: port))]
            }
            let address = host.with(port: base)
            let wanted: [TransportKind: SocketAddress] = [.udp: address, .tcp: address, .quic: address]
            // What is made once and stays is made before it is counted.
            _ = try MultiServer.Plan(wanted, scan: 22).boundForOnce()
            try await settle()
            let before = Self.holdings
            do {
                let server = try PortServer(MultiServer.Plan(wanted, scan: 22))
                let during = Self.holdings
                #expect(during.descriptors > before.descriptors + 3 && during.threads > before.threads)
                #expect(server.port(.udp) == base + 20)
            }
            for _ in 0..<3 {
                #expect(throws: TransportError.self) { try MultiServer.Plan(wanted).boundForOnce() }
                let half = MultiServer.Plan(wanted.merging([.udp: host]) { $1 }, requiresAll: true)
                #expect(throws: TransportError.self) { try half.boundForOnce() }
            }
            let end = ContinuousClock.now + .seconds(10)
            while Self.holdings.descriptors > before.descriptors || Self.holdings.threads > before.threads {
                try #require(ContinuousClock.now < end, "\(Self.holdings) is held, \(before) before")
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(tenants.allSatisfy { $0.isQuiet })
        }

        /// Waits until what other tests have ended is gone.
        private func settle() async throws {
            var last = Self.holdings
            for _ in 0..<1_000 {
                try await Task.sleep(for: .milliseconds(50))
                let now = Self.holdings
                if now == last { return }
                last = now
            }
        }
    }
#endif
