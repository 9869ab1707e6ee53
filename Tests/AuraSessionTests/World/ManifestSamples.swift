import AuraSession
import AuraTransport
import AuraWire

extension OfferedManifest {
    /// A manifest whose bytes follow from its serial number.
    static func sample(_ serial: UInt64, size: Int) -> OfferedManifest {
        var random = SplitMix64(seed: serial)
        return OfferedManifest(
            serial: serial, bytes: (0..<size).map { _ in UInt8(truncatingIfNeeded: random.next() >> 32) })
    }
}

extension ControlMessage {
    var isAboutManifests: Bool {
        switch self {
        case .manifestNews, .manifestRequest, .manifestPart: true
        default: false
        }
    }

    var isManifestNews: Bool { if case .manifestNews = self { true } else { false } }
    var isManifestPart: Bool { if case .manifestPart = self { true } else { false } }
    var isManifestRequest: Bool { if case .manifestRequest = self { true } else { false } }
}
