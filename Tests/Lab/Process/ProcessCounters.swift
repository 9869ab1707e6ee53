internal import Foundation

/// What a process holds, as the kernel counts it.
public struct ProcessCounters: Sendable, CustomStringConvertible {
    /// Open descriptors.
    public let descriptors: Int
    /// Threads.
    public let threads: Int
    /// Memory in RAM, in bytes.
    public let residentBytes: Int

    /// For messages.
    public var description: String {
        "\(descriptors) descriptors, \(threads) threads, \(residentBytes / 1024) KiB of memory"
    }

    init(pid: Int32) throws {
        descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count
        let status = String(
            decoding: FileManager.default.contents(atPath: "/proc/\(pid)/status") ?? Data(), as: UTF8.self)
        guard let threads = Self.number("Threads", in: status), let kibibytes = Self.number("VmRSS", in: status) else {
            throw LabError.unreadable("/proc/\(pid)/status", found: status)
        }
        self.threads = threads
        residentBytes = kibibytes * 1024
    }

    private static func number(_ name: String, in status: String) -> Int? {
        status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
            .flatMap { $0.split(whereSeparator: \.isWhitespace).dropFirst().first }.flatMap { Int($0) }
    }
}

extension Daemon {
    /// What the process holds now.
    public func counters() throws -> ProcessCounters { try ProcessCounters(pid: pid) }

    /// How long processors have worked for the threads that it has now, as the scheduler counts it.
    public func processorTime() throws -> Duration {
        let directory = "/proc/\(pid)/task"
        let threads = try FileManager.default.contentsOfDirectory(atPath: directory)
        // A thread may end between the two looks; what it did is not counted then.
        return threads.reduce(.zero) { $0 + Self.processorTime(ofTask: "\(directory)/\($1)") }
    }

    private static func processorTime(ofTask path: String) -> Duration {
        let text = String(decoding: FileManager.default.contents(atPath: path + "/schedstat") ?? Data(), as: UTF8.self)
        return .nanoseconds(text.split(separator: " ").first.flatMap { Int64($0) } ?? 0)
    }
}
