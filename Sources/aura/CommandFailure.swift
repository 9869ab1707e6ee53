internal import ArgumentParser
internal import Foundation

/// Why a command ends without having done its work: a message for people, and an exit code for scripts.
///
/// 1 the request was understood and failed; 64 wrong usage; 69 the other side is not there; 73 a file cannot be made or
/// would be overwritten; 75 busy, try again; 77 a privilege is missing; 78 a configuration is wrong.
struct CommandFailure: Error {
    /// One problem a line; never a secret.
    let message: String
    let code: Int32

    init(_ message: String, code: Int32) {
        self.message = message
        self.code = code
    }

    /// Writes every line of the message to standard error.
    func complain() {
        let lines = message.split(separator: "\n").map { "aura: error: \($0)\n" }.joined()
        // When nobody reads standard error, the exit code still tells.
        try? FileHandle.standardError.write(contentsOf: Data(lines.utf8))
    }
}

/// An error that knows its message and exit code.
protocol FailureConvertible: Error {
    var failure: CommandFailure { get }
}

/// Runs a command's work; what fails is said on standard error and becomes the exit code. ArgumentParser's own errors
/// go on to ArgumentParser.
func orExit<R>(_ body: () async throws -> R) async throws -> R {
    do {
        return try await body()
    } catch let error where error is ExitCode || error is CleanExit || error is ValidationError {
        throw error
    } catch {
        let failure =
            switch error {
            case let failure as CommandFailure: failure
            case let error as any FailureConvertible: error.failure
            default: CommandFailure("\(error)", code: 1)
            }
        failure.complain()
        throw ExitCode(failure.code)
    }
}
