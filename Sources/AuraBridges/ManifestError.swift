public import AuraPKI

/// Why a manifest cannot be signed.
public enum ManifestError: Error, Equatable, Sendable {
    /// The authority's key cannot be used.
    case authority(PKIError)
    /// Readers would refuse it, for this reason.
    case rejected(ManifestRejection)
}

extension ManifestError: CustomStringConvertible {
    /// What is wrong.
    public var description: String {
        switch self {
        case .authority(let error): "\(error)"
        case .rejected(let rejection): "clients would refuse such a manifest: \(rejection)"
        }
    }
}
