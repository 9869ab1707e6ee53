/// Changes to the host that are undone together: at the end, after a failure, or by the next start after a crash.
///
/// The journal is written before each step, so at any instant it names everything that may have been done. Calls run one
/// after the other, and to their end even when the calling task is cancelled.
public actor HostTransaction {
    private let path: String
    private let runner: any CommandRunner
    private var journal: HostJournal
    private var tail: Task<Void, Never>?

    /// Makes a transaction with nothing in it. `journal` is the path of its file, in a directory that exists; the file is
    /// written with the first step and removed when everything is undone.
    public init(journal path: String, runner: any CommandRunner, owner: ProcessIdentity = .current) {
        self.path = path
        self.runner = runner
        journal = HostJournal(owner: owner, steps: [])
    }

    /// Makes these changes in order, all or none; those of earlier calls stay. Returns the niceties that failed.
    ///
    /// Throws `HostError.inUse` or `.leftover` before anything is changed when the journal is another process's.
    @discardableResult
    public func apply(_ changes: [HostChange]) async throws(HostError) -> [HostChangeFailure] {
        let done = await inTurn { await $0.applyNow(changes) }
        return try done.get()
    }

    /// Undoes everything, last change first. Returns what could not be undone; that stays in the journal.
    public func undo() async -> [HostChangeFailure] {
        await inTurn { await $0.undo(downTo: 0) }
    }

    /// What is in force, in the order in which it was made.
    public var changes: [HostChange] { journal.steps }

    private func inTurn<R: Sendable>(_ work: @escaping @Sendable (isolated HostTransaction) async -> R) async -> R {
        let previous = tail
        let task = Task {
            await previous?.value
            return await work(self)
        }
        tail = Task { _ = await task.value }
        return await task.value
    }

    private func applyNow(_ changes: [HostChange]) async -> Result<[HostChangeFailure], HostError> {
        let start = journal.steps.count
        var tolerated: [HostChangeFailure] = []
        do throws(HostError) {
            if start == 0 { try checkUnclaimed() }
            let limit = HostJournal.maximumSteps
            guard changes.count <= limit - start else { throw .tooManySteps(start + changes.count, limit: limit) }
            for change in changes { try await applyStep(change, &tolerated) }
            return .success(tolerated)
        } catch .step(let failure, _) {
            return .failure(.step(failure, notUndone: await undo(downTo: start)))
        } catch {
            if journal.steps.count > start { _ = await undo(downTo: start) }
            return .failure(error)
        }
    }

    private func checkUnclaimed() throws(HostError) {
        guard let other = try HostJournal.load(path), other.owner != journal.owner else { return }
        throw other.owner.isAlive
            ? .inUse(path: path, pid: other.owner.pid) : .leftover(path: path, pid: other.owner.pid)
    }

    private func applyStep(_ change: HostChange, _ tolerated: inout [HostChangeFailure]) async throws(HostError) {
        var intended = journal
        intended.steps.append(change)
        try intended.save(path)
        do {
            _ = try await runner.run(change.apply)
            journal = intended
        } catch {
            // A step that failed cleanly did nothing: undoing it could take away what somebody else had put there.
            if error.mayHaveTakenEffect { journal = intended } else { Self.store(journal, path) }
            let failure = HostChangeFailure(change: change, reason: error)
            guard !change.isEssential else { throw .step(failure, notUndone: []) }
            tolerated.append(failure)
        }
    }

    private func undo(downTo start: Int) async -> [HostChangeFailure] {
        let steps = journal.steps[start...]
        let failures = await Self.undo(Array(steps), runner)
        journal.steps = Array(journal.steps[..<start]) + failures.map(\.change).reversed()
        Self.store(journal, path)
        return failures
    }
}

extension HostTransaction {
    /// What a clean-up found and did.
    public enum Recovery: Hashable, Sendable {
        /// There is no journal.
        case nothing
        /// The journal's owner still runs; nothing was touched.
        case ownerRunning(pid: Int32)
        /// What a dead process left was undone, in this order, except for `failures`, whose journal is kept aside as
        /// `.unfinished`.
        case undone(pid: Int32, [HostChange], failures: [HostChangeFailure])
    }

    /// Undoes what a process left that ended without doing so.
    ///
    /// Things that are gone already count as undone. A malformed journal is kept under another name and reported.
    public static func recover(journal path: String, runner: any CommandRunner) async throws(HostError) -> Recovery {
        guard var journal = try loadOrSetAside(path) else { return .nothing }
        guard !journal.owner.isAlive else { return .ownerRunning(pid: journal.owner.pid) }
        let steps = Array(journal.steps.reversed())
        let failures = await Task { [steps = journal.steps] in await undo(steps, runner) }.value
        journal.steps = failures.map(\.change).reversed()
        store(journal, path)
        // Kept for whoever cleans up by hand, but out of the way: one stubborn step must not keep the tunnel down.
        if !failures.isEmpty { _ = try? StateFile.setAside(path, suffix: "unfinished") }
        let failed = Set(failures.map(\.change))
        return .undone(pid: journal.owner.pid, steps.filter { !failed.contains($0) }, failures: failures)
    }

    private static func loadOrSetAside(_ path: String) throws(HostError) -> HostJournal? {
        do {
            return try HostJournal.load(path)
        } catch .journal(let error) {
            guard error.isMalformed, let aside = try? StateFile.setAside(path, suffix: "malformed") else {
                throw .journal(error)
            }
            throw .journalSetAside(error, aside: aside)
        }
    }

    /// Runs the undo commands, last step first; the failures in that order.
    private static func undo(_ steps: [HostChange], _ runner: any CommandRunner) async -> [HostChangeFailure] {
        var failures: [HostChangeFailure] = []
        for step in steps.reversed() {
            guard let command = step.undo else { continue }
            do throws(CommandError) {
                _ = try await runner.run(command)
            } catch  where !error.meansAbsent {
                failures.append(HostChangeFailure(change: step, reason: error))
            } catch {}
        }
        return failures
    }

    /// Brings the file in line with what is left. It may fail: then it names too much, and undoing twice does no harm.
    private static func store(_ journal: HostJournal, _ path: String) {
        if journal.steps.isEmpty {
            try? StateFile.remove(path)
        } else {
            try? journal.save(path)
        }
    }
}
