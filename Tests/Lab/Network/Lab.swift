internal import Foundation

/// A small network of its own inside this machine: hosts (network namespaces), wires between them and the
/// processes that run on them. Everything is removed by the ``withLab(_:)`` that made it.
public actor Lab {
    /// A directory (mode 0700) for the lab's files, removed with it.
    public nonisolated let directory: String

    private var namespaces: [NamespaceName] = []
    private var daemons: [Daemon] = []
    private var wireCount = 0

    init() async throws {
        let path = FileManager.default.temporaryDirectory.path + "/aura-lab-\(NamespaceName.next())"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        directory = path
    }

    /// Adds a host: a namespace with nothing but its loopback up.
    /// - Parameter role: What it is in the test, for messages.
    public func addHost(_ role: String) async throws -> LabHost {
        let name = NamespaceName.next()
        try await Namespaces.add(name)
        namespaces.append(name)
        let host = LabHost(role: role, namespace: "\(name)", lab: self)
        try await host.prepare()
        return host
    }

    /// Joins two hosts by a virtual Ethernet wire with IPv4 and IPv6 addresses at both ends.
    public func connect(_ first: LabHost, _ second: LabHost) async throws -> Wire {
        wireCount += 1
        return try await Wire.lay(number: wireCount, first, second)
    }

    /// Has the process stopped when the lab is removed.
    func adopt(_ daemon: Daemon) {
        daemons.append(daemon)
    }

    /// Makes a file of random bytes in ``directory``.
    /// - Returns: Its path and SHA-256.
    public func makeFile(_ name: String, bytes: Int) async throws -> (path: String, sha256: String) {
        let path = directory + "/" + name
        try await Command.check(["openssl", "rand", "-out", path, "\(bytes)"], within: .seconds(120))
        return (path, try await Checksum.sha256(ofFile: path))
    }

    /// What every background process printed, for failures.
    public var logs: String {
        daemons.map { "--- \($0.name), pid \($0.pid), \($0.status.map { "\($0)" } ?? "running")\n\($0.log)" }
            .joined(separator: "\n")
    }

    /// Stops all processes and removes everything; goes on past errors and throws the first.
    func tearDown() async throws {
        var failure: (any Error)?
        for daemon in daemons.reversed() where daemon.isRunning {
            do { try await daemon.stop(within: .seconds(5)) } catch { failure = failure ?? error }
        }
        for name in namespaces.reversed() {
            do { try await Namespaces.remove(name) } catch { failure = failure ?? error }
        }
        do { try FileManager.default.removeItem(atPath: directory) } catch { failure = failure ?? error }
        if let failure { throw failure }
    }
}
