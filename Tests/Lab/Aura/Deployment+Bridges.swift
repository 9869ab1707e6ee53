internal import Foundation

/// The bridges manifest, and what it is made from.
extension Deployment {
    /// Where `aura sign-bridges` puts the manifest by default, and where the server looks for it.
    public var manifest: ConfigurationText { ConfigurationText(path: "\(directory)/bridges.toml") }

    /// The record of the ports that the server has bound; `nil` when there is none.
    public var runtimeSnapshot: RuntimeSnapshotText? {
        get throws {
            let path = configuration.path + ".runtime.json"
            return try FileManager.default.contents(atPath: path).map { try RuntimeSnapshotText(json: $0) }
        }
    }

    /// Runs `aura sign-bridges`.
    /// - Parameter arguments: What to sign, and options.
    /// - Returns: What it said, on both outputs.
    @discardableResult
    public func signBridges(_ arguments: [String]) async throws -> String {
        let result = try await Command.run(
            [try BuiltProgram.aura(), "sign-bridges", "--dir", directory, "--ca", authority] + arguments)
        guard result.status.isSuccess else { throw LabError.commandFailed(result) }
        return result.output + result.errorOutput
    }

    /// Signs one bridge with these ports.
    @discardableResult
    public func signBridge(
        _ host: String, _ ports: [Transport: UInt16], _ arguments: [String] = []
    ) async throws -> String {
        let places = ports.map { "\($0)=\($1)" }.sorted().joined(separator: ":")
        let name = host.contains(":") ? "[\(host)]" : host
        return try await signBridges(["--endpoints", "\(name):\(places)"] + arguments)
    }

    /// Runs `aura verify-bridges`.
    public func verifyBridges(_ path: String) async throws -> CommandResult {
        try await Command.run([try BuiltProgram.aura(), "verify-bridges", path, "--ca", "\(authority)/ca.pem"])
    }

    /// Makes the server ask for other ports from its next start on.
    public func setPorts(_ ports: [Transport: UInt16]) throws {
        for (transport, port) in ports { try configuration.set("port", in: "transport.\(transport)", to: "\(port)") }
    }
}
