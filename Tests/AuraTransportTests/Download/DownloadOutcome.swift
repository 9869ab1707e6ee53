import AuraTransport

extension HTTPSDownload {
    /// What comes of it: a text of at most 100 bytes, or why there is none.
    func outcome() async -> Result<String, DownloadError> {
        do throws(DownloadError) {
            return .success(String(decoding: try await run(limit: 100), as: UTF8.self))
        } catch {
            return .failure(error)
        }
    }
}

extension Result where Success == String, Failure == DownloadError {
    /// Why there is no text.
    var failure: DownloadError? {
        if case .failure(let error) = self { error } else { nil }
    }
}

extension DownloadSite {
    /// What comes of a download from a site that does so whatever is asked of it.
    static func outcome(
        _ actions: Action..., change: (inout HTTPSDownload) -> Void = { _ in }
    ) async throws -> Result<String, DownloadError> {
        let site = try await DownloadSite { _ in actions }
        defer { site.stop() }
        var download = site.download()
        change(&download)
        return await download.outcome()
    }
}
