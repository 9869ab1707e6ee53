import Foundation

/// The program curl, for what has to be seen from outside.
enum Curl {
    static let path = ["/usr/bin/curl", "/opt/homebrew/bin/curl", "/usr/local/bin/curl"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// What curl writes, and its exit code.
    static func run(_ arguments: [String]) async throws -> (output: [UInt8], code: Int32) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path ?? "/nonexistent")
        process.arguments = ["--silent", "--max-time", "60"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        let output = await withCheckedContinuation { done in
            DispatchQueue.global().async { done.resume(returning: pipe.fileHandleForReading.readDataToEndOfFile()) }
        }
        for await _ in ended {}
        return (Array(output), process.terminationStatus)
    }
}
