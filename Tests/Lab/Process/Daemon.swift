internal import Glibc
internal import Subprocess

/// A process that runs in the background, usually in a host's namespace, with its two outputs captured.
public final class Daemon: Sendable {
    /// What it is, for messages.
    public let name: String
    /// Its process id, the same for its whole life.
    public let pid: Int32
    private let transcript: Transcript

    /// Starts a program.
    /// - Parameters:
    ///   - name: What to call it in messages.
    ///   - arguments: The program, then its arguments.
    ///   - environment: Variables set on top of this process's own.
    public static func start(
        _ name: String, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> Daemon {
        let transcript = Transcript()
        let (pids, started) = AsyncStream<Int32>.makeStream()
        // Not a child task: the process outlives the call; the lab that owns the daemon stops it.
        let running = Task.detached {
            defer { started.finish() }
            try await follow(Invocation(arguments, environment: environment), into: transcript, started: started)
        }
        for await pid in pids { return Daemon(name: name, pid: pid, transcript: transcript) }
        throw LabError.notStarted(name, reason: "\(await running.result)")
    }

    private init(name: String, pid: Int32, transcript: Transcript) {
        self.name = name
        self.pid = pid
        self.transcript = transcript
    }

    /// Everything it has printed so far, on either output.
    public var log: String { transcript.text }

    /// Whether it has printed a line with all these words.
    public func hasSaid(_ words: String...) -> Bool {
        log.split(whereSeparator: \.isNewline).contains { line in words.allSatisfy { line.contains($0) } }
    }

    /// How it ended, `nil` while it runs.
    public var status: ExitStatus? { transcript.status }

    /// Whether it has not ended.
    public var isRunning: Bool { status == nil }

    /// Sends a signal, unless it has ended.
    public func send(_ signal: Signal) {
        if isRunning { kill(pid, signal.number) }
    }

    /// Waits for it to end by itself.
    @discardableResult
    public func waitForExit(within limit: Duration = .seconds(10)) async throws -> ExitStatus {
        try await eventually("\(name) (pid \(pid)) ends", within: limit, detail: { log }) { status }.value
    }

    /// Waits until it has printed `text`.
    public func waitForLog(_ text: String, within limit: Duration = .seconds(10)) async throws {
        try await eventually("\(name) prints \"\(text)\"", within: limit, detail: { log }) {
            if log.contains(text) { return true }
            if let status { throw LabError.notStarted(name, reason: "\(status)\n\(log)") }
            return false
        }
    }

    /// Asks it to end, and makes it end when it does not within `limit`.
    /// - Returns: How it ended; `.signalled(9)` tells that it did not listen.
    @discardableResult
    public func stop(_ signal: Signal = .terminate, within limit: Duration = .seconds(10)) async throws -> ExitStatus {
        send(signal)
        do { return try await waitForExit(within: limit) } catch is LabError { send(.kill) }
        return try await waitForExit()
    }

    private static func follow(
        _ invocation: Invocation, into transcript: Transcript, started: AsyncStream<Int32>.Continuation
    ) async throws {
        let result = try await Subprocess.run(
            invocation.configuration, input: .none, output: .sequence, error: .combinedWithOutput
        ) { execution in
            started.yield(execution.processIdentifier.value)
            for try await buffer in execution.standardOutput { transcript.append(buffer.bytes) }
        }
        transcript.finish(ExitStatus(result.terminationStatus))
    }
}
