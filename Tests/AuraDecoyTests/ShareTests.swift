import AuraDecoy
import NIOCore
import Testing

@Suite("What one address can take from all others", .timeLimit(.minutes(1)))
struct ShareTests {
    private static let share = 64

    @Test("An address has 64 requests at an upstream; one more gets 503, and another address gets its answer")
    func upstream() async throws {
        let origin = try await Origin()
        let decoy = try Decoy(.upstream(origin.url))
        let (first, second) = (try await LoopbackServer(decoy), try await LoopbackServer(decoy, host: "::1"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<Self.share { group.addTask { _ = try await Visitor.get("/silent", first.port) } }
            while origin.asked.value < Self.share { await Task.yield() }
            let (refused, other) = (
                try await Visitor.get("/sum", first.port), try await get("/sum", second.port, host: "::1")
            )
            #expect(refused.status == 503)
            #expect(other == 200)
            group.cancelAll()
            while (try? await group.next()) != nil {}
        }
        // Who left has given back his share.
        while try await Visitor.get("/sum", first.port).status == 503 { await Task.yield() }
    }

    private func get(_ target: String, _ port: Int, host: String) async throws -> Int? {
        try await Visitor.connect(port, host: host).executeThenClose { inbound, outbound in
            let request = "GET \(target) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            try await outbound.write(ByteBuffer(string: request))
            var all: [UInt8] = []
            for try await part in inbound { all += part.readableBytesView }
            return WebAnswer.all(in: all).first?.status
        }
    }
}
