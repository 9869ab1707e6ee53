internal import AuraBridges
internal import AuraControl
internal import Foundation

/// What is told of a node's bridges manifest: the newest, and what was refused.
struct ManifestRecord: Sendable {
    private var serial: UInt64?
    private var issuedAt: Int64?
    private var expiresAt: Int64?
    private var count: Int?
    private var source: ManifestSource?
    private var refused: [String: UInt64] = [:]
    private var lastRefusal: TransportFailure?

    /// A manifest is the newest now.
    mutating func take(_ manifest: Manifest, from source: ManifestSource) {
        serial = manifest.serial
        issuedAt = Int64(manifest.issuedAt.timeIntervalSince1970)
        expiresAt = Int64(manifest.expiresAt.timeIntervalSince1970)
        count = manifest.ways.count
        self.source = source
    }

    /// One was not taken.
    mutating func refuse(_ rejection: ManifestRejection, now: Date) {
        refused[rejection.label, default: 0] += 1
        lastRefusal = TransportFailure(
            reason: rejection.label, detail: "\(rejection)", atUnix: Int64(now.timeIntervalSince1970))
    }

    /// As status has it.
    ///
    /// - Parameter advice: what to do when no manifest is in force; nil when there is nothing to do.
    func status(now: Date, advice: String?) -> BridgesStatus {
        let seconds = Int64(now.timeIntervalSince1970)
        let tolerance = ManifestLimits.clockTolerance.components.seconds
        let isValid = expiresAt.map { end in seconds <= end && (issuedAt ?? 0) <= seconds + tolerance }
        return BridgesStatus(
            state: isValid.map { $0 ? .valid : .expired } ?? .none, serial: serial, issuedAtUnix: issuedAt,
            expiresAtUnix: expiresAt, count: count, source: source?.rawValue, detail: isValid == true ? nil : advice,
            refused: refused.isEmpty ? nil : refused, lastRefusal: lastRefusal)
    }
}
