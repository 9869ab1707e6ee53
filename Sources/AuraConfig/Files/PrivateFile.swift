internal import Foundation

/// Reads a file that holds secrets, opened once: what is checked is what is read.
enum PrivateFile {
    /// Bits of a file's mode that let others than its owner in.
    private static let othersMask: mode_t = 0o077

    /// What came of reading a file. A file that others can read is refused, yet its text is kept so that a check can
    /// report what else is wrong with it.
    struct Reading {
        /// The bytes; `nil` when they could not be read.
        var bytes: [UInt8]?
        /// Why the file is refused; empty when it is not.
        var problems: [ConfigurationProblem] = []
        /// True when there is no file, which is a problem only to those who need it.
        var isMissing = false
    }

    /// Reads at most `limit` bytes of the regular file at `path`; a longer one is a problem. With `secret`, so is one
    /// that its group or others can read. `remedy` is what to do when there is no such file.
    static func read(_ path: String, limit: Int, secret: Bool = true, remedy: String? = nil) -> Reading {
        // Without O_NONBLOCK, opening a FIFO would wait for a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            let code = errno
            let suggestion = code == ENOENT ? remedy : nil
            var reading = failed(path, "cannot be opened: \(reason(code))", "a file to read", suggestion)
            reading.isMissing = code == ENOENT
            return reading
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            return failed(path, "cannot be examined: \(reason(errno))", "a file to read")
        }
        guard status.st_mode & S_IFMT == S_IFREG else { return failed(path, "not a regular file", "a regular file") }
        var reading = contents(of: descriptor, path: path, limit: limit)
        if secret, let problem = exposure(of: path, mode: status.st_mode) { reading.problems.append(problem) }
        return reading
    }

    private static func exposure(of path: String, mode: mode_t) -> ConfigurationProblem? {
        guard mode & othersMask != 0 else { return nil }
        let digits = String(mode & 0o7777, radix: 8)
        return ConfigurationProblem(
            file: path, found: "mode \(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)",
            expected: "a file that only its owner can read, since it holds secrets",
            suggestion: "run: chmod 600 \(path)")
    }

    private static func contents(of descriptor: CInt, path: String, limit: Int) -> Reading {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while bytes.count <= limit {
            // Sound: the buffer is owned by this frame and its own count bounds the read.
            let count = chunk.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return Reading(bytes: bytes) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return failed(path, "cannot be read: \(reason(errno))", "a file to read") }
            bytes += chunk.prefix(count)
        }
        return failed(path, "larger than \(limit) bytes", "at most \(limit) bytes")
    }

    private static func failed(
        _ path: String, _ found: String, _ expected: String, _ suggestion: String? = nil
    ) -> Reading {
        Reading(problems: [
            ConfigurationProblem(file: path, found: found, expected: expected, suggestion: suggestion)
        ])
    }

    private static func reason(_ code: CInt) -> String {
        String(cString: strerror(code))
    }
}
