import AuraControl
import Foundation
import Synchronization
import Testing

@Suite("Claiming a control socket")
struct ControlSocketTests {
    let directory: TemporaryDirectory
    var path: String { directory.file("node.sock") }

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test("A claim makes a socket with mode 0600, and letting go removes it and its lock")
    func claimAndLetGo() throws {
        let socket = try ControlSocket.claim(path)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.type] as? FileAttributeType == .typeSocket)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        #expect(directory.names == ["node.sock", "node.sock.lock"])
        _ = consume socket
        #expect(directory.names.isEmpty)
    }

    @Test("A missing directory is made 0755 and removed with the socket; one that was there stays")
    func directoryIsMade() throws {
        let inner = directory.file("aura")
        let socket = try ControlSocket.claim(inner + "/node.sock")
        let attributes = try FileManager.default.attributesOfItem(atPath: inner)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o755)
        _ = consume socket
        #expect(!FileManager.default.fileExists(atPath: inner))
        #expect(FileManager.default.fileExists(atPath: directory.path))
    }

    @Test("A socket that is held is busy, with the holder's process id, and free once let go")
    func busy() throws {
        let socket = try ControlSocket.claim(path)
        #expect(throws: ControlSocketError.busy(path: path, pid: getpid())) { try claimAndDrop() }
        #expect(directory.names == ["node.sock", "node.sock.lock"])
        _ = consume socket
        try claimAndDrop()
    }

    @Test("The socket of a dead process is reclaimed, with or without its lock file", arguments: [false, true])
    func deadSocket(withLock: Bool) async throws {
        try await leaveDeadSocket(at: path)
        if withLock { try "1 stale\n".write(toFile: path + ".lock", atomically: false, encoding: .utf8) }
        try claimAndDrop()
        #expect(directory.names.isEmpty)
    }

    @Test("A living listener without a lock is busy and stays")
    func livingStranger() async throws {
        try await withStranger(at: path, saying: nil) {
            #expect(throws: ControlSocketError.busy(path: path, pid: nil)) { try claimAndDrop() }
            #expect(directory.names == ["node.sock"])
        }
    }

    @Test("What is no socket is refused and stays as it was", arguments: ["file", "directory", "link"])
    func noSocket(kind: String) throws {
        try Self.make(kind, at: path)
        let before = try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        let error = #expect(throws: ControlSocketError.self) { try claimAndDrop() }
        guard case .notASocket(path, _)? = error else {
            Issue.record("expected notASocket, found \(String(describing: error))")
            return
        }
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType == before)
        #expect(directory.names == ["node.sock"])
    }

    @Test("A link in the place of the lock file is refused, and what it points to is not touched")
    func linkAsLock() throws {
        let target = directory.file("precious")
        try "precious".write(toFile: target, atomically: false, encoding: .utf8)
        try FileManager.default.createSymbolicLink(atPath: path + ".lock", withDestinationPath: target)
        #expect(throws: ControlSocketError.notASocket(path: path + ".lock", found: "a symbolic link")) {
            try claimAndDrop()
        }
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "precious")
    }

    @Test("The longest path that fits is taken, one byte more is refused with both lengths")
    func longestPath() throws {
        #if os(Linux)
            let maximum = 107
        #else
            let maximum = 103
        #endif
        let fits = directory.path + "/" + String(repeating: "x", count: maximum - directory.path.utf8.count - 1)
        _ = try ControlSocket.claim(fits)
        #expect(throws: ControlSocketError.pathTooLong(path: fits + "x", length: maximum + 1, maximum: maximum)) {
            _ = try ControlSocket.claim(fits + "x")
        }
        #expect(directory.names.isEmpty)
    }

    @Test("A path that cannot name a file is refused", arguments: ["", "/tmp/", "/tmp/a\0b"])
    func invalidPath(path: String) {
        #expect(throws: ControlSocketError.invalidPath(path: path)) { _ = try ControlSocket.claim(path) }
    }

    @Test("Of many claims at once on a dead socket exactly one wins, and the others are told that it is busy")
    func concurrentClaims() async throws {
        for _ in 0..<20 {
            try await leaveDeadSocket(at: path)
            let outcomes = Outcomes()
            let path = path
            await withTaskGroup { group in
                for _ in 0..<8 { group.addTask { outcomes.claim(path) } }
            }
            #expect(outcomes.letGo() == .init(wins: 1, busy: 7, other: []))
            #expect(directory.names.isEmpty)
        }
    }

    @Test("While claims come and go, no two are ever held at the same time")
    func churn() async throws {
        let counts = Counts()
        let path = path
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<200 { counts.claimOnce(path) } }
            }
        }
        #expect(counts.wins.load(ordering: .relaxed) > 0)
        #expect(counts.overlaps.load(ordering: .relaxed) == 0)
        #expect(directory.names.isEmpty)
    }

    private func claimAndDrop() throws {
        _ = try ControlSocket.claim(path)
    }

    private static func make(_ kind: String, at path: String) throws {
        switch kind {
        case "file": try "text".write(toFile: path, atomically: false, encoding: .utf8)
        case "directory": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        default: try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/nowhere")
        }
    }
}

/// How often a claim was won, and how often while another was held.
private final class Counts: Sendable {
    let held = Atomic<Int>(0)
    let wins = Atomic<Int>(0)
    let overlaps = Atomic<Int>(0)

    func claimOnce(_ path: String) {
        guard let socket = try? ControlSocket.claim(path) else { return }
        let now = held.add(1, ordering: .sequentiallyConsistent).newValue
        if now > 1 { overlaps.add(1, ordering: .relaxed) }
        wins.add(1, ordering: .relaxed)
        for _ in 0..<4 { sched_yield() }
        held.subtract(1, ordering: .sequentiallyConsistent)
        _ = consume socket
    }
}

/// What came of many claims; every winner is held until all have tried.
private final class Outcomes: Sendable {
    struct Tally: Equatable {
        var wins = 0
        var busy = 0
        var other: [ControlSocketError] = []
    }

    private let state = Mutex((tally: Tally(), held: [ControlServer]()))

    func claim(_ path: String) {
        do throws(ControlSocketError) {
            let socket = try ControlSocket.claim(path)
            let holder = ControlServer(socket: socket, provider: FixedProvider(), logger: quiet)
            state.withLock {
                $0.tally.wins += 1
                $0.held.append(holder)
            }
        } catch .busy {
            state.withLock { $0.tally.busy += 1 }
        } catch {
            state.withLock { $0.tally.other.append(error) }
        }
    }

    func letGo() -> Tally {
        state.withLock {
            $0.held = []
            return $0.tally
        }
    }
}
