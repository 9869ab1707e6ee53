internal import Foundation

/// Finds the programs of this package that were built together with the running one.
public enum BuiltProgram {
    /// The path of the `aura` to try: that of ``withAura(at:_:)``, else environment AURA_BINARY, else the one beside the
    /// running program.
    public static func aura() throws -> String {
        if let chosen { return chosen }
        if let path = ProcessInfo.processInfo.environment["AURA_BINARY"], !path.isEmpty {
            return try existing(path, advice: "AURA_BINARY names it")
        }
        return try path("aura")
    }

    /// Runs `body` with another build of `aura` as the one to try: nodes that it starts, and the operator's commands.
    /// - Parameter path: Where that program is.
    public static func withAura<Value: Sendable>(
        at path: String, _ body: () async throws -> Value
    ) async throws -> Value {
        let program = try existing(path, advice: "it was asked for by this path")
        return try await $chosen.withValue(program) { try await body() }
    }

    /// The path of a program in the directory of the running one.
    public static func path(_ name: String) throws -> String {
        try existing("\(directory)/\(name)", advice: "build it with `make build`")
    }

    @TaskLocal private static var chosen: String?

    private static func existing(_ path: String, advice: String) throws -> String {
        guard FileManager.default.isExecutableFile(atPath: path) else { throw LabError.missing(path, advice: advice) }
        return path
    }

    private static var directory: String {
        get throws {
            let this = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            return (this as NSString).deletingLastPathComponent
        }
    }
}
