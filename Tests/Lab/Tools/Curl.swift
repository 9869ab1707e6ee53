internal import Foundation

extension LabHost {
    /// Downloads a file from the lab's HTTP server with curl.
    /// - Parameters:
    ///   - name: The file's name.
    ///   - address: The server's address.
    ///   - rate: Curl's `--limit-rate`, for example "20M" bytes a second; `nil` for as fast as it goes.
    ///   - limit: How long it may take.
    public func download(
        _ name: String, from address: String, rate: String? = nil, within limit: Duration = .seconds(120)
    ) async throws -> Transfer {
        let path = lab.directory + "/download-\(UInt64.random(in: .min ... .max))"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let pace = rate.map { ["--limit-rate", $0] } ?? []
        let text = try await check(
            ["curl", "-sS", "--fail", "--noproxy", "*", "--connect-timeout", "10"] + pace
                + ["-o", path, "-w", "%{size_download} %{time_total}", url(address, name)], within: limit)
        let (bytes, seconds) = try Self.figures(text)
        return Transfer(bytes: bytes, seconds: seconds, sha256: try await Checksum.sha256(ofFile: path))
    }

    /// Uploads a file to the lab's HTTP server with curl. The checksum is what the server computed.
    public func upload(
        _ path: String, to address: String, within limit: Duration = .seconds(120)
    ) async throws -> Transfer {
        let answer = lab.directory + "/upload-\(UInt64.random(in: .min ... .max))"
        defer { try? FileManager.default.removeItem(atPath: answer) }
        let text = try await check(
            ["curl", "-sS", "--fail", "--noproxy", "*", "--connect-timeout", "10", "-T", path]
                + ["-o", answer, "-w", "%{size_upload} %{time_total}", url(address, "upload")], within: limit)
        let receipt = try JSONDecoder().decode(
            Receipt.self, from: FileManager.default.contents(atPath: answer) ?? Data())
        return Transfer(bytes: receipt.bytes, seconds: try Self.figures(text).seconds, sha256: receipt.sha256)
    }

    /// Starts to upload zeros to the lab's HTTP server, as fast as it goes and without end.
    /// - Parameter congestionControl: Linux's name for what the connection does against congestion.
    public func startUpload(to address: String, congestionControl: String) async throws -> Daemon {
        let script = String(decoding: PackageResources.endless_upload_py, as: UTF8.self)
        return try await start(
            "upload", ["/usr/bin/python3", "-c", script, address, "\(HTTPServer.port)", congestionControl])
    }

    /// The address that the lab's HTTP server sees this host come from.
    public func addressSeen(by address: String, within limit: Duration = .seconds(10)) async throws -> String {
        let text = try await check(
            ["curl", "-sS", "--fail", "--noproxy", "*", "--max-time", "5", url(address, "whoami")], within: limit)
        return text.hasPrefix("::ffff:") ? String(text.dropFirst(7)) : text
    }

    private func url(_ address: String, _ path: String) -> String {
        "http://\(address.contains(":") ? "[\(address)]" : address):\(HTTPServer.port)/\(path)"
    }

    private static func figures(_ text: String) throws -> (bytes: Int, seconds: Double) {
        let words = text.split(separator: " ")
        guard words.count == 2, let bytes = Int(words[0]), let seconds = Double(words[1]) else {
            throw LabError.unreadable("curl's figures", found: text)
        }
        return (bytes, seconds)
    }

    private struct Receipt: Decodable {
        let bytes: Int
        let sha256: String
    }
}
