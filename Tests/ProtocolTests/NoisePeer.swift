import Foundation

/// Another implementation of Noise, run as a process that speaks hex lines (Tests/Fixtures/noise_peer.py).
struct NoisePeer: ~Copyable {
    /// The Python that runs it: `AURA_TEST_PYTHON`, or `python3` from the path.
    private static let python = ProcessInfo.processInfo.environment["AURA_TEST_PYTHON"] ?? "python3"

    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init(role: String, prologue: [UInt8]) throws {
        Self.prepare(process, ["noise_peer.py", role, Hex.encode(prologue)])
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    /// The end of its input ends the peer. A signal might not: it inherits a mask that blocks them.
    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// True when the Python there has the packages that `modules` names.
    static func hasPython(with modules: String) -> Bool {
        runs(["-c", "import \(modules)"])
    }

    /// True when a script or `-c` command ends well; its output goes where ours goes.
    static func runs(_ arguments: [String]) -> Bool {
        let process = Process()
        prepare(process, arguments)
        if arguments.first == "-c" { process.standardError = FileHandle.nullDevice }
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    func send(_ message: [UInt8]) throws {
        try input.fileHandleForWriting.write(contentsOf: Data((Hex.encode(message) + "\n").utf8))
    }

    /// The next message; empty when the peer has gone.
    func receive() throws -> [UInt8] {
        var line: [UInt8] = []
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") {
            line.append(byte)
        }
        return Hex.decode(String(decoding: line, as: UTF8.self)) ?? []
    }

    private static func prepare(_ process: Process, _ arguments: [String]) {
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [python, "-B"] + arguments
        process.currentDirectoryURL = ProjectFiles.fixtures
    }
}
