import AuraControl
import Foundation
import Testing

@Suite("The control client", .timeLimit(.minutes(1)))
struct ControlClientTests {
    let directory: TemporaryDirectory
    var path: String { directory.file("node.sock") }
    var client: ControlClient { ControlClient(path: path) }

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test("It reads the status of a running server")
    func status() async throws {
        let status = try await withServer(at: path, .clientSample) { try await client.status() }
        #expect(status == .clientSample)
    }

    @Test("Nothing at the path is told as such")
    func nothingThere() async {
        await #expect(throws: ControlClientError.nothingThere(path: path)) { try await client.status() }
    }

    @Test("A socket on which nobody listens is refused: of a dead process, and of a node that is starting")
    func refused() async throws {
        try await leaveDeadSocket(at: path)
        await #expect(throws: ControlClientError.refused(path: path)) { try await client.status() }
        let claimed = try ControlSocket.claim(path)
        await #expect(throws: ControlClientError.refused(path: path)) { try await client.status() }
        _ = consume claimed
    }

    @Test("A path that no socket can have is told with its length")
    func longPath() async {
        let long = "/" + String(repeating: "x", count: 199)
        let error = await #expect(throws: ControlClientError.self) { try await ControlClient(path: long).status() }
        #expect(error.map { "\($0)" }?.contains("the path has 200 bytes, expected at most 10") == true)
    }

    @Test("A plain file is no socket")
    func plainFile() async throws {
        try "text".write(toFile: path, atomically: false, encoding: .utf8)
        await expectFailure { if case .notASocket = $0 { true } else { false } }
    }

    @Test("A socket of somebody else is a matter of permission", .enabled(if: geteuid() != 0, "root may do anything"))
    func permission() async throws {
        try await withStranger(at: path, saying: nil) {
            try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
            await #expect(throws: ControlClientError.permissionDenied(path: path)) { try await client.status() }
        }
    }

    @Test(
        "What is not the answer of a node is a bad answer",
        arguments: [
            "SSH-2.0-Something\r\n", "HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}", "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello",
        ])
    func badAnswer(text: String) async throws {
        try await withStranger(at: path, saying: text) {
            await expectFailure { if case .badAnswer = $0 { true } else { false } }
        }
    }

    @Test("An answer above the limit is a bad answer")
    func tooLarge() async throws {
        var status = NodeStatus.serverSample
        status.version = String(repeating: "x", count: ControlClient.maximumAnswer)
        try await withServer(at: path, status) {
            await expectFailure { if case .badAnswer = $0 { true } else { false } }
        }
    }

    @Test(
        "Who connects and says nothing, or only half of an answer, is given up on",
        arguments: [
            nil, "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{",
        ])
    func silence(text: String?) async throws {
        try await withStranger(at: path, saying: text) {
            let impatient = ControlClient(path: path, timeout: .milliseconds(50))
            await #expect(throws: ControlClientError.timedOut(path: path)) { try await impatient.status() }
        }
    }

    @Test("Discovery finds the sockets that answer, sorted, and no others")
    func discovery() async throws {
        try await leaveDeadSocket(at: directory.file("dead.sock"))
        try "text".write(toFile: directory.file("file.sock"), atomically: false, encoding: .utf8)
        let found = try await withServer(at: directory.file("b.sock")) {
            try await withServer(at: directory.file("a.sock")) {
                try await withServer(at: directory.file("other")) { await SocketDiscovery.find(in: directory.path) }
            }
        }
        #expect(found == .init(answering: [directory.file("a.sock"), directory.file("b.sock")], denied: []))
        #expect(await SocketDiscovery.find(in: directory.path + "/none") == .init(answering: [], denied: []))
    }

    private func expectFailure(_ matches: (ControlClientError) -> Bool) async {
        do throws(ControlClientError) {
            let status = try await client.status()
            Issue.record("expected an error, found \(status.role)")
        } catch {
            #expect(matches(error), "found \(error)")
        }
    }
}
