internal import Subprocess

/// How the lab starts every process.
struct Invocation {
    let configuration: Configuration

    /// - Parameter arguments: The program's name (looked up in PATH) or path, then its arguments.
    init(_ arguments: [String], environment: [String: String] = [:]) {
        var variables: [Environment.Key: String?] = [:]
        for (name, value) in environment { variables[Environment.Key(stringLiteral: name)] = value }
        configuration = Configuration(
            // `env` becomes the program, so the process id of the two is the same; it takes names and paths alike.
            executable: .name("env"), arguments: Arguments(arguments), environment: .inherit.updating(variables),
            platformOptions: Self.ownProcessGroup)
    }

    /// Ctrl-C on the terminal reaches only us, so that what we started is taken down in order.
    private static var ownProcessGroup: PlatformOptions {
        var options = PlatformOptions()
        options.processGroupID = 0
        return options
    }
}

extension ExitStatus {
    init(_ status: TerminationStatus) {
        self =
            switch status {
            case .exited(let code): .exited(code)
            case .signaled(let signal): .signalled(signal)
            }
    }
}
