internal import AuraBridges
internal import AuraPKI
internal import Foundation

/// What is found where a bridges manifest may be.
enum ManifestFinding {
    /// Nothing.
    case missing
    /// A file that cannot be read.
    case unreadable(FileError)
    /// What a client would not take. `signed` is set when only its times are wrong.
    case refused(ManifestRejection, signed: SignedManifest?)
    /// A manifest that is good now.
    case good(SignedManifest)

    /// Looks at a file.
    init(at path: String, _ verifier: ManifestVerifier, now: Date) {
        do throws(FileError) {
            self.init(
                try BoundedFile.load(path, limit: ManifestLimits.maximumBytes), verifier, now: now)
        } catch .missing {
            self = .missing
        } catch .tooLarge {
            self = .refused(.tooLarge, signed: nil)
        } catch {
            self = .unreadable(error)
        }
    }

    /// Looks at bytes.
    init(_ bytes: [UInt8], _ verifier: ManifestVerifier, now: Date) {
        do throws(ManifestRejection) {
            let signed = try verifier.authenticate(bytes, now: now)
            do throws(ManifestRejection) {
                try verifier.checkTimes(signed.manifest, now: now)
                self = .good(signed)
            } catch {
                self = .refused(error, signed: signed)
            }
        } catch {
            self = .refused(error, signed: nil)
        }
    }

    /// What the authority signed, whether its time has come or is over.
    var authentic: SignedManifest? {
        switch self {
        case .missing, .unreadable: nil
        case .refused(_, let signed): signed
        case .good(let signed): signed
        }
    }
}
