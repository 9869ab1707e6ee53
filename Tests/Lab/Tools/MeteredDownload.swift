internal import Foundation

/// A download over one TCP connection that is watched while it runs, and tells afterwards when no bytes came.
public struct MeteredDownload: Sendable {
    private let daemon: Daemon

    /// Starts to download a file from the lab's HTTP server.
    /// - Parameters:
    ///   - name: The file's name.
    ///   - address: The server's address.
    ///   - rate: Bytes a second, kept by the server; `nil` for as fast as it goes.
    public static func start(
        _ name: String, from address: String, on host: LabHost, rate: Int? = nil
    ) async throws -> MeteredDownload {
        let script = String(decoding: PackageResources.metered_download_py, as: UTF8.self)
        let path = "/\(name)" + (rate.map { "?rate=\($0)" } ?? "")
        return MeteredDownload(
            daemon: try await host.start(
                "download of \(name)",
                ["/usr/bin/python3", "-c", script, address, "\(HTTPServer.port)", path]))
    }

    /// How many bytes have come so far, to the last tenth of a second.
    public var bytes: Int {
        let last = daemon.log.split(separator: "\n").last { $0.hasPrefix("at ") }
        return last.flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) } ?? 0
    }

    /// Waits until so many bytes have come.
    public func waitForBytes(_ count: Int, within limit: Duration = .seconds(20)) async throws {
        try await eventually("\(daemon.name) has \(count) bytes", within: limit, detail: { daemon.log }) {
            try failIfBroken()
            return bytes >= count
        }
    }

    /// Waits until bytes come again, more than there are now.
    /// - Returns: How long it took.
    @discardableResult
    public func waitForMoreBytes(within limit: Duration = .seconds(20)) async throws -> Duration {
        let before = bytes
        return try await eventually("\(daemon.name) goes on", within: limit, detail: { daemon.log }) {
            try failIfBroken()
            return bytes > before
        }
    }

    /// Waits for the end, and reads what it saw.
    /// - Throws: ``LabError`` when the connection broke: there is only one.
    public func result(within limit: Duration = .seconds(60)) async throws -> MeteredTransfer {
        let status = try await daemon.waitForExit(within: limit)
        guard status.isSuccess, let line = daemon.log.split(separator: "\n").last else {
            throw LabError.unreadable("the end of \(daemon.name)", found: "\(status): \(daemon.log.suffix(400))")
        }
        return try JSONDecoder().decode(MeteredTransfer.self, from: Data(line.utf8))
    }

    private func failIfBroken() throws {
        if let status = daemon.status, !status.isSuccess {
            throw LabError.notStarted(daemon.name, reason: "\(status)\n\(daemon.log.suffix(400))")
        }
    }
}
