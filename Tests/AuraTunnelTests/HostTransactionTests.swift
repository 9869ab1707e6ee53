import AuraTunnel
import Testing

/// Steps that say what they are: applied by `ip add N`, undone by `ip del N`.
private func step(_ name: String, undo: Bool = true, isEssential: Bool = true) -> HostChange {
    HostChange(
        "step \(name)", apply: HostCommand("ip", ["add", name]), undo: undo ? HostCommand("ip", ["del", name]) : nil,
        isEssential: isEssential)
}

/// A runner that fails these commands with this message.
private func runner(failing commands: [String], _ message: String = "RTNETLINK answers: File exists")
    -> RecordingCommandRunner
{
    RecordingCommandRunner { command in
        guard commands.contains(command.arguments.joined(separator: " ")) else { return .success("") }
        return .failure(.failed(command, status: "exited(2)", message: message))
    }
}

/// A process that is not there any more: our number, another start.
private let deadOwner = ProcessIdentity(pid: ProcessIdentity.current.pid, start: 1, boot: "gone")

@Suite("Host transaction")
struct HostTransactionTests {
    let directory: TemporaryDirectory
    var journal: String { directory.file("host.json") }

    init() throws { directory = try TemporaryDirectory() }

    private func lines(_ runner: RecordingCommandRunner) -> [String] {
        runner.commands.map { $0.arguments.joined(separator: " ") }
    }

    @Test("Steps run in order and are undone in reverse; then the journal is gone")
    func appliesAndUndoes() async throws {
        let recorder = RecordingCommandRunner()
        let transaction = HostTransaction(journal: journal, runner: recorder)
        try await transaction.apply([step("a"), step("b", undo: false)])
        try await transaction.apply([step("c")])
        #expect(try directory.mode("host.json") == 0o600)
        #expect(await transaction.undo().isEmpty)
        #expect(lines(recorder) == ["add a", "add b", "add c", "del c", "del a"])
        #expect(directory.names.isEmpty)
        #expect(await transaction.undo().isEmpty)
        #expect(lines(recorder).count == 5)
    }

    @Test("The journal names a step before the step runs")
    func journalFirst() async throws {
        let directory = directory
        let recorder = RecordingCommandRunner { command in
            let name = command.arguments[1]
            let written = directory.text("host.json")?.contains("\"step \(name)\"") == true
            return written ? .success("") : .failure(.failed(command, status: "not journalled", message: name))
        }
        try await HostTransaction(journal: journal, runner: recorder).apply([step("a"), step("b")])
        #expect(recorder.commands.count == 2)
    }

    @Test("A failure half-way undoes the steps before it, but not the one that did nothing")
    func failureUndoes() async throws {
        let recorder = runner(failing: ["add c"])
        let transaction = HostTransaction(journal: journal, runner: recorder)
        let error = try await #require(throws: HostError.self) {
            try await transaction.apply([step("a"), step("b"), step("c"), step("d")])
        }
        #expect(error.description.contains("step c") && error.description.contains("File exists"))
        #expect(lines(recorder) == ["add a", "add b", "add c", "del b", "del a"])
        #expect(directory.names.isEmpty)
        #expect(await transaction.changes.isEmpty)
    }

    @Test("A failing call leaves the changes of earlier calls in force")
    func earlierCallsStay() async throws {
        let recorder = runner(failing: ["add c"])
        let transaction = HostTransaction(journal: journal, runner: recorder)
        try await transaction.apply([step("a")])
        await #expect(throws: HostError.self) { try await transaction.apply([step("b"), step("c")]) }
        #expect(lines(recorder) == ["add a", "add b", "add c", "del b"])
        #expect(await transaction.changes == [step("a")])
        #expect(await transaction.undo().isEmpty)
        #expect(lines(recorder).last == "del a")
    }

    @Test("A step whose end nobody saw is undone as well")
    func timedOutStepIsUndone() async throws {
        let recorder = RecordingCommandRunner { command in
            command.arguments == ["add", "b"] ? .failure(.timedOut(command, seconds: 10)) : .success("")
        }
        let transaction = HostTransaction(journal: journal, runner: recorder)
        await #expect(throws: HostError.self) { try await transaction.apply([step("a"), step("b")]) }
        #expect(lines(recorder) == ["add a", "add b", "del b", "del a"])
    }

    @Test("A nicety that fails is reported and stops nothing")
    func niceties() async throws {
        let recorder = runner(failing: ["add b"])
        let transaction = HostTransaction(journal: journal, runner: recorder)
        let failures = try await transaction.apply([step("a"), step("b", isEssential: false), step("c")])
        #expect(failures.map(\.change.summary) == ["step b"])
        #expect(await transaction.undo().isEmpty)
        #expect(lines(recorder) == ["add a", "add b", "add c", "del c", "del a"])
    }

    @Test(
        "An undo that fails is reported and stays in the journal; the others still run, and what is gone is no failure")
    func undoFailures() async throws {
        let recorder = RecordingCommandRunner { command in
            switch command.arguments {
            case ["del", "b"]: .failure(.failed(command, status: "exited(2)", message: "Operation not permitted"))
            case ["del", "c"]:
                .failure(.failed(command, status: "exited(2)", message: "RTNETLINK answers: No such process"))
            default: .success("")
            }
        }
        let transaction = HostTransaction(journal: journal, runner: recorder)
        try await transaction.apply([step("a"), step("b"), step("c")])
        let failures = await transaction.undo()
        #expect(failures.map(\.change) == [step("b")])
        #expect(lines(recorder).suffix(3) == ["del c", "del b", "del a"])
        #expect(await transaction.changes == [step("b")])
        #expect(directory.text("host.json")?.contains("step b") == true)
    }

    @Test("A journal that cannot be written stops the work before anything is changed")
    func unwritableJournal() async {
        let recorder = RecordingCommandRunner()
        let transaction = HostTransaction(journal: directory.file("missing/host.json"), runner: recorder)
        await #expect(throws: HostError.self) { try await transaction.apply([step("a")]) }
        #expect(recorder.commands.isEmpty)
    }

    @Test("More steps than a journal can hold are refused before the first")
    func tooManySteps() async {
        let recorder = RecordingCommandRunner()
        let transaction = HostTransaction(journal: journal, runner: recorder)
        await #expect(throws: HostError.tooManySteps(10_001, limit: 10_000)) {
            try await transaction.apply(Array(repeating: step("a"), count: 10_001))
        }
        #expect(recorder.commands.isEmpty && directory.names.isEmpty)
    }

    @Test("What a dead process left is undone in reverse by the next")
    func recovers() async throws {
        let dead = HostTransaction(journal: journal, runner: RecordingCommandRunner(), owner: deadOwner)
        try await dead.apply([step("a"), step("b")])
        let recorder = runner(failing: ["del b"], "Cannot find device \"aura0\"")
        let recovery = try await HostTransaction.recover(journal: journal, runner: recorder)
        #expect(recovery == .undone(pid: deadOwner.pid, [step("b"), step("a")], failures: []))
        #expect(lines(recorder) == ["del b", "del a"])
        #expect(directory.names.isEmpty)
        #expect(try await HostTransaction.recover(journal: journal, runner: recorder) == .nothing)
    }

    @Test("What a living process has is left alone, by recovery and by another transaction")
    func livingOwner() async throws {
        let living = HostTransaction(journal: journal, runner: RecordingCommandRunner())
        try await living.apply([step("a")])
        let recorder = RecordingCommandRunner()
        let pid = ProcessIdentity.current.pid
        #expect(try await HostTransaction.recover(journal: journal, runner: recorder) == .ownerRunning(pid: pid))
        let other = HostTransaction(journal: journal, runner: recorder, owner: deadOwner)
        await #expect(throws: HostError.inUse(path: journal, pid: pid)) { try await other.apply([step("b")]) }
        #expect(recorder.commands.isEmpty)
        #expect(directory.text("host.json")?.contains("step a") == true)
    }

    @Test("A dead process's journal is not written over before it was recovered")
    func leftover() async throws {
        let dead = HostTransaction(journal: journal, runner: RecordingCommandRunner(), owner: deadOwner)
        try await dead.apply([step("a")])
        let recorder = RecordingCommandRunner()
        let next = HostTransaction(journal: journal, runner: recorder)
        await #expect(throws: HostError.leftover(path: journal, pid: deadOwner.pid)) {
            try await next.apply([step("b")])
        }
        #expect(recorder.commands.isEmpty)
        _ = try await HostTransaction.recover(journal: journal, runner: recorder)
        try await next.apply([step("b")])
        #expect(lines(recorder) == ["del a", "add b"])
    }

    @Test(
        "A malformed journal is an error that names it, and is kept aside whole",
        arguments: [
            ("", "not valid JSON"), (#"{"schema_version":1,"owner":{"pid":1,"#, "not valid JSON"),
            (#"{"schema_version":9,"owner":{"pid":1,"start":1,"boot":""},"steps":[]}"#, "schema_version is 9"),
            (#"{"schema_version":1,"owner":{"pid":1,"boot":""},"steps":[]}"#, "owner.start is missing"),
            (
                #"{"schema_version":1,"owner":{"pid":1,"start":1,"boot":""},"steps":[{"summary":"x","is_essential":true,"#
                    + #""apply":{"tool":"ip","arguments":[]},"undo":{"tool":"/bin/sh","arguments":["-c","true"]}}]}"#,
                "steps[0] names \"/bin/sh\""
            ),
        ])
    func malformed(text: String, expected: String) async throws {
        try directory.write(text, to: "host.json")
        let recorder = RecordingCommandRunner()
        let journal = journal
        let error = try await #require(throws: HostError.self) {
            try await HostTransaction.recover(journal: journal, runner: recorder)
        }
        #expect(error.description.contains(journal) && error.description.contains(expected), "\(error)")
        #expect(directory.names == ["host.json.malformed"])
        #expect(directory.text("host.json.malformed") == text)
        #expect(recorder.commands.isEmpty)
    }

    @Test("Cancelling the caller does not stop an undo")
    func cancelledCaller() async throws {
        let recorder = RecordingCommandRunner()
        let transaction = HostTransaction(journal: journal, runner: recorder)
        try await transaction.apply([step("a"), step("b")])
        let caller = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await transaction.undo()
        }
        #expect(await caller.value.isEmpty)
        #expect(lines(recorder).suffix(2) == ["del b", "del a"])
    }

    @Test("This process is alive; one with its number and another start is not")
    func identity() {
        let current = ProcessIdentity.current
        #expect(current.isAlive && current.start > 0)
        #expect(!ProcessIdentity(pid: current.pid, start: current.start + 1, boot: current.boot).isAlive)
        #expect(!ProcessIdentity(pid: current.pid, start: current.start, boot: current.boot + "x").isAlive)
        #expect(!ProcessIdentity(pid: -1, start: 0, boot: "").isAlive)
    }
}
