internal import AuraBridges
internal import AuraConfig
internal import AuraTransport
internal import AuraTunnel
internal import AuraWire
internal import Logging

/// Looks for newer bridges manifests where the profile says: in a file, and at an address on the web.
struct ManifestHunt {
    /// How long a client tries to connect before it asks the web.
    static let patience = Duration.seconds(10)
    /// The pause after a first request that did not help; it doubles.
    static let shortestPause = Duration.seconds(30)
    /// The longest pause while there is no session.
    static let longestPause = Duration.seconds(3_600)
    /// The pause while there is a session.
    static let calmPause = Duration.seconds(6 * 3_600)
    /// How often it looks whether a pause should end because the session is gone.
    private static let step = Duration.seconds(1)

    private let bridges: ProfileBridges
    private let parts: ClientParts

    init(_ profile: ClientProfile, parts: ClientParts) {
        bridges = profile.bridges
        self.parts = parts
    }

    /// Runs until its task is cancelled.
    func run() async {
        async let file: Void = watchFile()
        async let web: Void = askWeb()
        _ = await (file, web)
    }

    private func watchFile() async {
        guard let file = bridges.file else { return }
        await ManifestWatch(path: file.resolved, logger: parts.logger).run { bytes in
            parts.mailbox.post(.foundManifest(bytes, .file))
        }
    }

    private func askWeb() async {
        guard let url = bridges.url else { return }
        var (pause, last, wasConnected) = (Self.patience, ContinuousClock.now, false)
        while (try? await Task.sleep(for: Self.step)) != nil {
            let isConnected = parts.board.isConnected
            // From the moment on at which the session is gone, whatever was before.
            if isConnected != wasConnected { (pause, last, wasConnected) = (Self.patience, .now, isConnected) }
            guard ContinuousClock.now - last >= (isConnected ? Self.calmPause : pause) else { continue }
            await ask(url)
            last = .now
            if !isConnected { pause = Self.next(after: pause) }
        }
    }

    /// Not quite regular, so that the clients of one server do not ask all at once.
    private static func next(after pause: Duration) -> Duration {
        min(longestPause, max(shortestPause, pause * 2)) * Double.random(in: 0.9...1.1)
    }

    private func ask(_ url: BridgesURL) async {
        do throws(DownloadError) {
            let download = HTTPSDownload(
                host: url.host.text, port: url.port, target: url.target, mark: HostTag.outerMark)
            let bytes = try await download.run(limit: ManifestLimits.maximumBytes)
            parts.mailbox.post(.foundManifest(bytes, .url))
        } catch {
            parts.logger.warning(
                "The bridges manifest could not be downloaded",
                metadata: ["host": "\(url.host)", "reason": "\(error)"])
        }
    }
}
