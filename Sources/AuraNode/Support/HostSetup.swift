internal import AuraTunnel
internal import Logging

/// Changes to the host around one node: what a killed predecessor left is undone first, ours at the end.
struct HostSetup: Sendable {
    private let path: String
    private let runner: any CommandRunner
    private let transaction: HostTransaction
    private let logger: Logger

    /// - Parameter socket: the control socket, beside which the journal lies.
    init(socket: String, runner: any CommandRunner = SystemCommandRunner(), logger: Logger) {
        path = socket + ".journal"
        self.runner = runner
        self.logger = logger
        transaction = HostTransaction(journal: path, runner: runner)
    }

    /// Undoes what a predecessor left that was killed.
    func recover() async throws(NodeError) {
        let recovery: HostTransaction.Recovery
        do { recovery = try await HostTransaction.recover(journal: path, runner: runner) } catch { throw .host(error) }
        switch recovery {
        case .nothing: break
        case .ownerRunning(let pid): throw .host(.inUse(path: path, pid: pid))
        case .undone(let pid, let changes, let failures):
            logger.notice(
                "Cleaned up after a process that was killed",
                metadata: ["pid": "\(pid)", "undone": "\(changes.count)", "failed": "\(failures.count)"])
            report(failures)
        }
    }

    /// Makes the changes, all or none.
    func apply(_ changes: [HostChange]) async throws(NodeError) {
        do { report(try await transaction.apply(changes)) } catch { throw .host(error) }
    }

    /// Undoes everything.
    func undo() async {
        report(await transaction.undo())
    }

    private func report(_ failures: [HostChangeFailure]) {
        for failure in failures { logger.warning("A change to the host failed", metadata: ["change": "\(failure)"]) }
    }
}
