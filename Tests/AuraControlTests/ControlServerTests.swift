import AuraControl
import Foundation
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Testing

@Suite("The control server", .timeLimit(.minutes(1)))
struct ControlServerTests {
    let directory: TemporaryDirectory
    var path: String { directory.file("node.sock") }

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test("GET /v1/status is the status as JSON with sorted keys")
    func status() async throws {
        let answer = try await withServer(at: path) { try await Answer.of("/v1/status", at: path) }
        #expect(answer.status == 200)
        #expect(answer.headers.first(name: "content-type") == "application/json; charset=utf-8")
        #expect(answer.headers.first(name: "cache-control") == "no-store")
        #expect(try NodeStatus(json: Data(answer.body.utf8)) == .serverSample)
        #expect(answer.body == String(decoding: try NodeStatus.serverSample.json(), as: UTF8.self) + "\n")
    }

    @Test("GET /metrics is the Prometheus text of the same status")
    func metrics() async throws {
        let answer = try await withServer(at: path) { try await Answer.of("/metrics", at: path) }
        #expect(answer.status == 200)
        #expect(answer.headers.first(name: "content-type") == "text/plain; version=0.0.4; charset=utf-8")
        #expect(answer.body == MetricsText.render(.serverSample))
    }

    @Test("GET /v1/health says ok, also with a query")
    func health() async throws {
        let answer = try await withServer(at: path) { try await Answer.of("/v1/health?verbose=1", at: path) }
        #expect(answer.status == 200)
        #expect(answer.body == "{\"status\":\"ok\"}\n")
    }

    @Test("An unknown path is 404 in JSON", arguments: ["/", "/v1", "/v1/status/", "/v1/../metrics"])
    func unknownPath(uri: String) async throws {
        let answer = try await withServer(at: path) { try await Answer.of(uri, at: path) }
        #expect(answer.status == 404)
        #expect(try Self.error(in: answer) == "not_found")
    }

    @Test("A wrong method is 405 in JSON and names the right one", arguments: [HTTPMethod.POST, .DELETE, .PUT])
    func wrongMethod(method: HTTPMethod) async throws {
        let answer = try await withServer(at: path) { try await Answer.of("/v1/status", at: path, method: method) }
        #expect(answer.status == 405)
        #expect(answer.headers.first(name: "allow") == "GET")
        #expect(try Self.error(in: answer) == "method_not_allowed")
    }

    @Test(
        "While it runs the socket has mode 0600; after the shutdown nothing is left, and the path can be claimed again")
    func shutdown() async throws {
        try await withServer(at: path) {
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
            #expect(mode?.intValue == 0o600)
            #expect(directory.names == ["node.sock", "node.sock.lock"])
            #expect(throws: ControlSocketError.busy(path: path, pid: getpid())) { _ = try ControlSocket.claim(path) }
        }
        #expect(directory.names.isEmpty)
        let again = try await withServer(at: path) { try await ControlClient(path: path).status() }
        #expect(again == .serverSample)
    }

    @Test(
        "A client that is stuck in the middle of its request does not hold up the shutdown",
        arguments: ["", "GET /v1/st", "GET /v1/status HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nab"])
    func stuckClient(request: String) async throws {
        let client = try await withServer(at: path) {
            let client = try await connect(to: path, saying: request)
            _ = try await ControlClient(path: path).status()
            return client
        }
        #expect(directory.names.isEmpty)
        try await client.closeFuture.get()
    }

    @Test("Cancelling its task removes everything too")
    func cancellation() async throws {
        let server = ControlServer(socket: try ControlSocket.claim(path), provider: FixedProvider(), logger: quiet)
        let running = Task { try await server.run() }
        await untilAnswering(path)
        running.cancel()
        _ = await running.result
        #expect(directory.names.isEmpty)
    }

    @Test("A server that never ran lets go of its socket")
    func neverRan() throws {
        _ = ControlServer(socket: try ControlSocket.claim(path), provider: FixedProvider(), logger: quiet)
        #expect(directory.names.isEmpty)
    }

    @Test("A server runs only once")
    func onlyOnce() async throws {
        let server = ControlServer(socket: try ControlSocket.claim(path), provider: FixedProvider(), logger: quiet)
        let first = Task { try await server.run() }
        await untilAnswering(path)
        await #expect(throws: ControlServerError.alreadyRun) { try await server.run() }
        first.cancel()
        _ = await first.result
    }

    private static func error(in answer: Answer) throws -> String? {
        try JSONDecoder().decode([String: String].self, from: Data(answer.body.utf8))["error"]
    }
}
