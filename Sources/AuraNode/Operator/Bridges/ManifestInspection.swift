public import AuraBridges
internal import AuraPKI
public import Foundation

/// Looks into a bridges manifest as a client would.
public struct ManifestInspection: Sendable {
    /// The path of the authority's certificate.
    public let authority: String

    /// Takes the path of the authority's certificate, or of the directory that has it as `ca.pem`.
    public init(authority: String) {
        self.authority =
            OperatorPath.isDirectory(authority) ? AuthorityDirectory(path: authority).certificate : authority
    }

    /// Looks at a file.
    ///
    /// - Throws: what is wrong with the file of the certificate, or that the manifest's cannot be read. That a manifest is
    ///   not good is no error.
    public func run(file: String, now: Date) throws(OperatorError) -> Outcome {
        let verifier = try verifier()
        switch ManifestFinding(at: file, verifier, now: now) {
        case .missing: throw .file(.missing(path: file))
        case .unreadable(let error): throw .file(error)
        case let finding: return Outcome(finding)
        }
    }

    /// Looks at bytes, as ``run(file:now:)``. More than ``ManifestLimits/maximumBytes`` are too large; that many and one
    /// more are enough to tell.
    public func run(bytes: [UInt8], now: Date) throws(OperatorError) -> Outcome {
        Outcome(ManifestFinding(bytes, try verifier(), now: now))
    }

    /// What was found.
    public struct Outcome: Sendable {
        /// What it says; `nil` when it is not the authority's, since then nothing that it says counts.
        public let manifest: Manifest?
        /// Why clients do not take it; `nil` when they do.
        public let rejection: ManifestRejection?

        /// Whether a client that has seen no newer one takes it.
        public var isValid: Bool { rejection == nil }

        init(_ finding: ManifestFinding) {
            manifest = finding.authentic?.manifest
            if case .refused(let rejection, _) = finding { self.rejection = rejection } else { rejection = nil }
        }
    }

    private func verifier() throws(OperatorError) -> ManifestVerifier {
        let pem = try OperatorError.files { () throws(FileError) in
            try BoundedFile.loadText(authority, limit: PKILimits.maximumPEMBytes)
        }
        do throws(PKIError) {
            return try ManifestVerifier(authorityPEM: pem)
        } catch {
            throw .badAuthorityCertificate(path: authority, error)
        }
    }
}
