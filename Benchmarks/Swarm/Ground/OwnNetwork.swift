import AuraLab
import Foundation
import Glibc

/// A network of this process's own, which nobody has to remove: it goes when the process does.
///
/// The clients' sockets are opened by many threads, and a thread has the network of the one that started it. So the
/// program begins again as soon as it has left the machine's network.
enum OwnNetwork {
    private static let marker = "AURA_SWARM_NETWORK"

    /// Returns in a network with nothing but a loopback interface, in which the program has begun anew.
    static func enter() async throws {
        if ProcessInfo.processInfo.environment[marker] == nil {
            setenv(marker, "1", 1)
            try become(["unshare", "--net", "--", Bundle.main.executablePath ?? "aura-swarm"])
        }
        unsetenv(marker)
        try await Command.check(["ip", "link", "set", "lo", "up"])
    }

    /// Another program takes this process over, with the arguments of this one.
    private static func become(_ command: [String]) throws {
        var arguments = (command + CommandLine.arguments.dropFirst()).map { strdup($0) }
        arguments.append(nil)
        execvp(command[0], arguments)
        throw SystemFailure("become `\(command.joined(separator: " "))`")
    }
}

/// A system call that did not do what it had to.
struct SystemFailure: Error, CustomStringConvertible {
    let description: String

    /// Takes the reason from `errno`.
    init(_ what: String) {
        description = "cannot \(what): \(String(cString: strerror(errno)))"
    }
}
