internal import AuraBridges

/// Manifests that were refused for the time alone: they are looked at again, since a clock may be set right.
struct PrematureManifests: Sendable {
    private var waiting: [ManifestSource: [UInt8]] = [:]

    /// Keeps what a refusal may be wrong about tomorrow, the newest of each source.
    mutating func note(_ rejection: ManifestRejection, of bytes: [UInt8], from source: ManifestSource) {
        switch rejection {
        case .notYetValid, .authorityNotValid: waiting[source] = bytes
        default: waiting[source] = nil
        }
    }

    /// What is to be tried again; what fails is noted anew.
    mutating func take() -> [(bytes: [UInt8], source: ManifestSource)] {
        defer { waiting = [:] }
        return waiting.map { ($0.value, $0.key) }
    }
}
