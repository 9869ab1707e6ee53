internal import AuraBridges
internal import AuraConfig
internal import AuraPKI
internal import Foundation

extension BridgeSigning {
    /// Where a manifest goes, and what is there now.
    struct Place {
        /// Where it is written; nil when only its text is wanted.
        let path: String?
        /// The file that a server watches; nil when no server.toml was needed.
        let watched: String?
        /// The manifest that is replaced; nil when there is none.
        let replaced: Manifest?
        /// The highest serial number that is known from here; 0 for none.
        let serial: UInt64

        /// Looks at the place. What is no manifest of the authority may be replaced only when that was asked for.
        init(
            _ request: Request, _ server: ServerConfiguration?, _ authority: CertificateAuthority, now: Date
        ) throws(OperatorError) {
            let verifier = try OperatorError.certificates { () throws(PKIError) in
                try ManifestVerifier(authorityPEM: authority.certificatePEM)
            }
            watched = server?.files.bridges.resolved
            path =
                switch request.destination {
                case .configured: watched
                case .file(let path): path
                case .textOnly: nil
                }
            replaced = try path.flatMap { path throws(OperatorError) in
                try Self.manifest(in: ManifestFinding(at: path, verifier, now: now), path, request.overwrite)
            }
            let served = watched.flatMap { ManifestFinding(at: $0, verifier, now: now).authentic?.manifest }
            serial = max(replaced?.serial ?? 0, served?.serial ?? 0)
        }

        /// Writes a manifest there.
        func put(_ signed: SignedManifest, overwrite: Bool) throws(OperatorError) {
            guard let path else { return }
            try OperatorError.files { () throws(FileError) in
                try AtomicFile.write(signed.bytes, to: path, overwrite: overwrite || replaced != nil)
            }
        }

        private static func manifest(
            in finding: ManifestFinding, _ path: String, _ overwrite: Bool
        ) throws(OperatorError) -> Manifest? {
            switch finding {
            case .missing: return nil
            case .good(let signed), .refused(_, let signed?): return signed.manifest
            case .unreadable(let error): throw .file(error)
            case .refused(_, nil):
                if overwrite { return nil }
                throw .exists(
                    paths: [path],
                    advice: "it is no manifest of this authority; --force replaces it, --output names another")
            }
        }
    }
}
