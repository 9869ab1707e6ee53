import AuraDecoy
import NIOCore
import Testing

@Suite("Uploads that break off", .serialized, .timeLimit(.minutes(1)))
struct BrokenUploadTests {
    private static let end = "\r\n0\r\n\r\n"
    private let upstream: RecordingUpstream
    private let server: LoopbackServer

    init() async throws {
        upstream = try await RecordingUpstream()
        server = try await LoopbackServer(Decoy(.upstream(upstream.url)))
    }

    /// Sends the beginning of an upload, with `end` behind it, and leaves when all that has reached the upstream.
    private func upload(_ end: String) async throws {
        let seen = upstream.connections.count
        try await Visitor.connect(server.port).executeThenClose { _, outbound in
            let head = "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello"
            try await outbound.write(ByteBuffer(string: head + (end.isEmpty ? "\r\n" : end)))
            while upstream.connections.dropFirst(seen).first?.text.contains("hello" + end) != true {
                await Task.yield()
            }
        }
        while upstream.connections.dropFirst(seen).first?.isOver != true { await Task.yield() }
    }

    @Test("The upstream never takes half a body in chunks for a whole one")
    func chunked() async throws {
        try await upload(Self.end)
        #expect(upstream.connections.last?.text.hasSuffix("hello" + Self.end) == true)
        for _ in 0..<30 {
            try await upload("")
            #expect(upstream.connections.last?.text.contains("0\r\n\r\n") == false)
        }
    }
}
